import { Alert, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { moment, zoneAt } from '../words/time';
import { type Job, useJobPayments } from './job-queries';
import { refusedHoldOf } from './hold-outcome';

/** The hold of a job to come that the card refused, while no other has taken its place. */
export const useRefusedHold = (job: Job) => {
  const rows = useJobPayments(job).data?.items ?? [];
  return job.status === 'requested' || job.status === 'matched' ? refusedHoldOf(rows) : null;
};

/**
 * That the card was refused, in its bank's words, and what follows.
 * @param children the way to another card
 */
export function RefusedHold({ job, children }: { job: Job; children: ReactNode }) {
  const refused = useRefusedHold(job);
  if (!refused) return null;
  return (
    <Alert color="yellow" title="The price could not be held on your card" role="alert">
      <Text mb="sm" className="figures">
        {refused.failureMessage} Without another card by {moment(refused.mendBy, zoneAt(job.location))} the job is
        cancelled, free of charge.
      </Text>
      {children}
    </Alert>
  );
}
