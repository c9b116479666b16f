import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../data/client';
import { Load, Problem } from '../layout/states';
import { money } from '../words/money';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { say } from '../layout/messages';
import { ReasonField } from '../layout/reason-field';

interface CancelJobProps {
  job: Job;
  /** Of an administrator, who does it to others. */
  needsReason?: boolean;
  onCancelled?: (job: Job) => void;
}

/** The fee is shown before anything is cancelled. */
export function CancelJob({ job, needsReason = false, onCancelled }: CancelJobProps) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        Cancel this job
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={`Cancel “${job.title}”`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <CancelForm job={job} needsReason={needsReason} onDone={close} {...(onCancelled && { onCancelled })} />
      </Modal>
    </>
  );
}

function CancelForm({ job, needsReason, onDone, onCancelled }: CancelJobProps & { onDone: () => void }) {
  const [reason, setReason] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const queries = useQueryClient();
  const params = { id: job.id };
  const payer = needsReason ? 'The customer pays' : 'You pay';
  const preview = useQuery({
    queryKey: ['cancel-preview', job.id, job.status],
    queryFn: () => client.jobs.cancel({ params, body: { reason: 'preview', preview: true } }),
    staleTime: 0,
  });
  const cancel = useMutation({
    mutationFn: () =>
      client.jobs.cancel({ params, body: { reason: reason.trim() || 'No reason given' }, idempotencyKey: key }),
    onSuccess: ({ job: cancelled, feeCents }) => {
      queries.setQueryData(jobKeys.job(job.id), cancelled);
      void queries.invalidateQueries({ queryKey: jobKeys.lists });
      void say({
        title: 'The job is cancelled',
        message: feeCents > 0 ? `${payer} ${money(feeCents)}.` : `${payer} nothing; the hold on the card is released.`,
      });
      onCancelled?.(cancelled);
      onDone();
    },
  });
  return (
    <Load from={preview} skeleton={<Skeleton h={120} role="progressbar" aria-label="The fee is being calculated" />}>
      {({ feeCents }) => (
        <Stack gap="md">
          <Text className="figures">
            {feeCents > 0
              ? `Cancelling now costs ${money(feeCents)}: a guard has reserved this time. The rest of the hold is released.`
              : 'Cancelling now is free. The hold on the card is released.'}
          </Text>
          <Reason value={reason} isNeeded={needsReason ?? false} onChange={setReason} />
          {cancel.error && <Problem error={cancel.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onDone}>
              Keep the job
            </Button>
            <Button
              color="red"
              loading={cancel.isPending}
              disabled={needsReason && reason.trim() === ''}
              onClick={() => cancel.mutate()}
            >
              {feeCents > 0 ? `Cancel for ${money(feeCents)}` : 'Cancel the job'}
            </Button>
          </Group>
        </Stack>
      )}
    </Load>
  );
}

interface ReasonProps {
  value: string;
  isNeeded: boolean;
  onChange: (reason: string) => void;
}

const Reason = ({ value, isNeeded, onChange }: ReasonProps) => (
  <ReasonField
    description={isNeeded ? 'Both parties read it' : 'Optional; the guard reads it'}
    required={isNeeded}
    value={value}
    onChange={onChange}
  />
);
