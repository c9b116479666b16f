import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../../data/client';
import { usePolling } from '../../data/live';
import { jobKeys } from '../job-keys';
import type { Job } from '../job-queries';

export type Hours = WireAnswer<typeof api.hours.ofJob>;
export type Correction = Hours['corrections'][number];

export function useHours(job: Job) {
  const every = usePolling();
  return useQuery({
    queryKey: jobKeys.hours(job.id),
    queryFn: ({ signal }) => client.hours.ofJob({ params: { id: job.id }, signal }),
    enabled: job.status === 'in_progress' || job.status === 'completed',
    refetchInterval: job.status === 'in_progress' ? every : false,
    meta: { told: true },
  });
}

/** The one that waits for an answer or a decision. */
export const openCorrection = (hours: Hours | undefined): Correction | undefined =>
  hours?.corrections.find(({ status }) => status === 'asked' || status === 'to_decide');

/** Something that changes the hours of a job; everything that shows them is read again. */
export function useHoursChange<Given>(job: Job, change: (given: Given) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      for (const key of [jobKeys.job, jobKeys.hours, jobKeys.receipt, jobKeys.timeline, jobKeys.payments])
        void queries.invalidateQueries({ queryKey: key(job.id) });
    },
  });
}
