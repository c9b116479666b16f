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
      void say({ title: 'You gave the job back', message: 'Other guards are asked now.' });
      void navigate('/duty');
    },
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        Give the job back
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={`Give “${job.title}” back`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="md">
          <Text>Others are asked for it at once, and you are not offered it again.</Text>
          <ReasonField description="The customer reads it" value={reason} onChange={setReason} />
          {withdraw.error && <Problem error={withdraw.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Keep the job
            </Button>
            <Button
              color="red"
              disabled={reason.trim() === ''}
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate()}
            >
              Give it back
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
