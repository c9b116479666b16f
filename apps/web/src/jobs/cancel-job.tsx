import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../data/client';
import { useEntryKeys } from '../data/entry-key';
import { Load, Problem } from '../layout/states';
import { money } from '../words/money';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { say } from '../layout/messages';
import { ReasonField } from '../layout/reason-field';
import { words } from '../words/words';

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
        {words('jobs.cancel.open')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={words('jobs.cancel.title', { job: job.title })}
        closeButtonProps={{ 'aria-label': words('layout.close') }}
      >
        <CancelForm job={job} needsReason={needsReason} onDone={close} {...(onCancelled && { onCancelled })} />
      </Modal>
    </>
  );
}

function CancelForm({ job, needsReason, onDone, onCancelled }: CancelJobProps & { onDone: () => void }) {
  const [reason, setReason] = useState('');
  const keys = useEntryKeys();
  const queries = useQueryClient();
  const params = { id: job.id };
  const preview = useQuery({
    queryKey: ['cancel-preview', job.id, job.status],
    queryFn: () => client.jobs.cancel({ params, body: { reason: 'preview', preview: true } }),
    staleTime: 0,
  });
  const cancel = useMutation({
    mutationFn: (shownFeeCents: number) =>
      client.jobs.cancel({
        params,
        body: { reason: reason.trim() || words('jobs.cancel.noReason'), shownFeeCents },
        idempotencyKey: keys.of([reason, shownFeeCents]),
      }),
    onSuccess: ({ job: cancelled, feeCents }) => {
      queries.setQueryData(jobKeys.job(job.id), cancelled);
      void queries.invalidateQueries({ queryKey: jobKeys.lists });
      void say({
        title: words('jobs.cancel.done'),
        message: paysWords(needsReason === true, feeCents),
      });
      onCancelled?.(cancelled);
      onDone();
    },
    // The time that is left may have made it another fee: it is shown before anything is cancelled.
    onError: () => void preview.refetch(),
  });
  return (
    <Load from={preview} skeleton={<Skeleton h={120} role="progressbar" aria-label={words('jobs.cancel.loading')} />}>
      {({ feeCents }) => (
        <Stack gap="md">
          <Text className="figures">
            {feeCents > 0 ? words('jobs.cancel.costs', { amount: money(feeCents) }) : words('jobs.cancel.isFree')}
          </Text>
          <Reason value={reason} isNeeded={needsReason ?? false} onChange={setReason} />
          {cancel.error && <Problem error={cancel.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onDone}>
              {words('jobs.cancel.keep')}
            </Button>
            <Button
              color="red"
              loading={cancel.isPending}
              disabled={needsReason && reason.trim() === ''}
              onClick={() => cancel.mutate(feeCents)}
            >
              {feeCents > 0 ? words('jobs.cancel.for', { amount: money(feeCents) }) : words('jobs.cancel.job')}
            </Button>
          </Group>
        </Stack>
      )}
    </Load>
  );
}

function paysWords(isForCustomer: boolean, feeCents: number): string {
  if (feeCents === 0) return words(isForCustomer ? 'jobs.cancel.customerPaysNothing' : 'jobs.cancel.youPayNothing');
  return words(isForCustomer ? 'jobs.cancel.customerPays' : 'jobs.cancel.youPay', { amount: money(feeCents) });
}

interface ReasonProps {
  value: string;
  isNeeded: boolean;
  onChange: (reason: string) => void;
}

const Reason = ({ value, isNeeded, onChange }: ReasonProps) => (
  <ReasonField
    description={words(isNeeded ? 'jobs.cancel.bothRead' : 'jobs.cancel.guardReads')}
    required={isNeeded}
    value={value}
    onChange={onChange}
  />
);
