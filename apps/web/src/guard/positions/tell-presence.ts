import type { QueryClient } from '@tanstack/react-query';
import type { Call, api } from '@aegis/contract';
import { client } from '../../data/client';
import type { KeptPresence } from '../../data/local-database';
import { jobKeys } from '../../jobs/job-keys';
import type { Job } from '../../jobs/job-queries';

type Proof = Call<typeof api.jobs.checkIn>['body'];

/** @param reason of who leaves before the end */
export function tellPresence(
  { jobId, act, key, reason }: Pick<KeptPresence, 'jobId' | 'act' | 'key'> & { reason?: string | undefined },
  proof: Proof,
): Promise<Job> {
  const call = { params: { id: jobId }, idempotencyKey: key };
  if (act === 'in') return client.jobs.checkIn({ ...call, body: proof });
  return client.jobs.checkOut({ ...call, body: reason === undefined ? proof : { ...proof, reason } });
}

/** The server has taken it: what shows the job is what it answered, and what hangs on it is read again. */
export function presenceIsTold(queries: QueryClient, jobId: string, job: Job): void {
  // Who left before the start is no party of the job any more.
  if (job.status === 'requested') queries.removeQueries({ queryKey: jobKeys.job(jobId) });
  else queries.setQueryData(jobKeys.job(jobId), job);
  for (const queryKey of [jobKeys.lists, jobKeys.timeline(jobId), ['guard-profile'], ['earnings']])
    void queries.invalidateQueries({ queryKey });
}
