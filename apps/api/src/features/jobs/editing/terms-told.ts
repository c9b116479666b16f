import type { JobTerm, TimelineDetails } from '@aegis/contract';
import type { Terms } from './job-change.js';

type Told = Pick<Terms, 'startTime' | 'endTime' | 'totalAmountCents' | 'guardPayoutCents'>;

/** What a timeline says of changed terms: which they are, when the job is now and what it comes to. */
export const termsTold = (
  changed: JobTerm[],
  { startTime, endTime, totalAmountCents, guardPayoutCents }: Told,
): TimelineDetails<'job.terms_changed'> => ({
  changed,
  startTime: startTime.toISOString(),
  endTime: endTime.toISOString(),
  totalAmountCents,
  guardPayoutCents,
});
