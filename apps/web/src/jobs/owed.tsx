import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client } from '../data/client';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { jobKeys } from './job-keys';
import { type Job, useJobPayments } from './job-queries';
import { words } from '../words/words';

/**
 * That the card refuses to pay for a job that has ended, and what can be done about it at once.
 * @param children the way to another card
 */
export function OwedByMe({ job, children }: { job: Job; children: ReactNode }) {
  const queries = useQueryClient();
  const owedCents = useJobPayments(job).data?.sum.owedCents ?? 0;
  const pay = useMutation({
    mutationFn: (shownOwedCents: number) =>
      client.payments.payOwed({ params: { id: job.id }, body: { shownOwedCents } }),
    onSettled: () => {
      for (const queryKey of [jobKeys.payments(job.id), jobKeys.timeline(job.id)])
        void queries.invalidateQueries({ queryKey });
    },
  });
  if (owedCents === 0 && !pay.isSuccess) return null;
  if (owedCents === 0 && pay.data?.owedCents === 0)
    return <Alert color="green" title={words('jobs.owed.paid')} role="status" />;
  return (
    <Alert color="yellow" title={words('jobs.owed.title', { amount: money(owedCents) })} role="alert">
      <Text mb="sm">{words('jobs.owed.text')}</Text>
      <Group gap="sm">
        <Button loading={pay.isPending} onClick={() => pay.mutate(owedCents)}>
          {words('jobs.owed.pay', { amount: money(owedCents) })}
        </Button>
        {children}
      </Group>
      {pay.data && pay.data.owedCents > 0 && (
        <Text mt="sm" role="status">
          {words(pay.data.isAsked ? 'jobs.owed.waits' : 'jobs.owed.refused')}
        </Text>
      )}
      {pay.error && <Problem error={pay.error} />}
    </Alert>
  );
}
