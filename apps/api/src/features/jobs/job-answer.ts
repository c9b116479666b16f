import type { Job } from '@aegis/contract';
import type { JobRow } from './job-rows.js';

/** A job as it goes over the wire, for every controller that answers one. */
export function jobAnswer({
  customerName,
  guardName,
  isPaused: _isPaused,
  openSince: _openSince,
  promisedTravelSeconds: _travel,
  arrivalTriedAt: _arrivalTriedAt,
  agreedCents: _agreedCents,
  ...job
}: JobRow): Job {
  return {
    ...job,
    customer: { id: job.customerId, name: customerName },
    guard: job.guardId === null ? null : { id: job.guardId, name: guardName ?? '' },
  };
}

/** The same of a page of them. */
export const jobPageAnswer = <Page extends { items: JobRow[] }>(
  page: Page,
): Omit<Page, 'items'> & { items: Job[] } => ({
  ...page,
  items: page.items.map(jobAnswer),
});
