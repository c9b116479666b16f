import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../data/client';
import { jobKeys } from '../jobs/job-keys';
import type { Job } from '../jobs/job-queries';
import { Problem } from '../layout/states';
import { say } from '../layout/messages';
import { ReasonField } from '../layout/reason-field';
import { words } from '../words/words';

export function WithdrawJob({ job }: { job: Job }) {
  const [isOpen, { open, close }] = useDisclosure();
  const [reason, setReason] = useState('');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => client.jobs.withdraw({ params: { id: job.id }, body: { reason: reason.trim() } }),
    onSuccess: () => {
      queries.removeQueries({ queryKey: jobKeys.job(job.id) });
      void queries.invalidateQueries({ queryKey: jobKeys.lists });
      void say({ title: words('guard.withdraw.done'), message: words('guard.withdraw.doneHow') });
      void navigate('/duty');
    },
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        {words('guard.withdraw.open')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={words('guard.withdraw.title', { job: job.title })}
        closeButtonProps={{ 'aria-label': words('layout.close') }}
      >
        <Stack gap="md">
          <Text>{words('guard.withdraw.how')}</Text>
          <ReasonField description={words('guard.customerReads')} value={reason} onChange={setReason} />
          {withdraw.error && <Problem error={withdraw.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {words('guard.withdraw.keep')}
            </Button>
            <Button
              color="red"
              disabled={reason.trim() === ''}
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate()}
            >
              {words('guard.withdraw.do')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
