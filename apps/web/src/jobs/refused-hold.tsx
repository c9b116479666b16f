import { Alert, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { moment, zoneAt } from '../words/time';
import { type Job, useJobPayments } from './job-queries';
import { ownerAskedOf, refusedHoldOf } from './hold-outcome';
import { words } from '../words/words';

/** The hold of a job to come that the card refused, while no other has taken its place. */
export const useRefusedHold = (job: Job) => {
  const rows = useJobPayments(job).data?.items ?? [];
  return job.status === 'requested' || job.status === 'matched' ? refusedHoldOf(rows) : null;
};

/** Whether the bank of the card waits for its owner. */
const useOwnerAsked = (job: Job) => ownerAskedOf(useJobPayments(job).data?.items ?? []);

/**
 * That the card was refused, in its bank's words, and what follows; or that its bank wants a word of its owner.
 * @param confirm the way to the bank
 * @param children the way to another card
 */
export function RefusedHold({ job, confirm, children }: { job: Job; confirm: ReactNode; children: ReactNode }) {
  const refused = useRefusedHold(job);
  const asked = useOwnerAsked(job);
  const zone = zoneAt(job.location);
  if (asked)
    return (
      <Alert color="yellow" title={words(`jobs.bank.${asked.hasFailed ? 'failedTitle' : 'title'}`)} role="alert">
        <Text mb="sm" className="figures">
          {words(`jobs.bank.${asked.hasFailed ? 'failedText' : 'text'}`)}{' '}
          {asked.mendBy !== null && words('jobs.bank.until', { time: moment(asked.mendBy, zone) })}
        </Text>
        <Group gap="sm">
          {confirm}
          {children}
        </Group>
      </Alert>
    );
  if (!refused) return null;
  return (
    <Alert color="yellow" title={words('jobs.refused.title')} role="alert">
      <Text mb="sm" className="figures">
        {words('jobs.refused.text', {
          bank: refused.failureMessage ?? '',
          time: moment(refused.mendBy, zone),
        })}
      </Text>
      {children}
    </Alert>
  );
}
