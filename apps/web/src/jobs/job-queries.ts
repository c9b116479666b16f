import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useCallback, useState } from 'react';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { jobKeys } from './job-keys';
import { now } from '../words/now';

export type Job = WireAnswer<typeof api.jobs.get>;
export type TimelineEvent = WireAnswer<typeof api.jobs.timeline>['items'][number];
export type LatestFix = WireAnswer<typeof api.tracking.latest>;

const isOpen = ({ status }: Job): boolean => status !== 'completed' && status !== 'cancelled';

/** Money and timeline go on for a while after the end: capture, payout, refund. */
const AFTER_THE_END_MS = 10 * 60_000;

const endedAt = (job: Job): number => Date.parse(job.completedAt ?? job.cancelledAt ?? job.requestedAt);

const isMoving = (job: Job): boolean => isOpen(job) || now() - endedAt(job) < AFTER_THE_END_MS;

export function useJob(id: string) {
  const every = usePolling();
  return useQuery({
    queryKey: jobKeys.job(id),
    queryFn: ({ signal }) => client.jobs.get({ params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && !isMoving(state.data) ? false : every),
    meta: { keep: true, told: true },
  });
}

export function useTimeline(job: Job) {
  const every = usePolling();
  return useQuery({
    queryKey: jobKeys.timeline(job.id),
    queryFn: ({ signal }) => client.jobs.timeline({ params: { id: job.id }, signal }),
    refetchInterval: isMoving(job) ? every : false,
    meta: { keep: true, told: true },
  });
}

export function useJobPayments(job: Job) {
  const every = usePolling();
  return useQuery({
    queryKey: jobKeys.payments(job.id),
    queryFn: ({ signal }) => client.payments.ofJob({ params: { id: job.id }, signal }),
    refetchInterval: isMoving(job) ? every : false,
    meta: { told: true },
  });
}

const FOLLOWED_MS = 5000;
/** What a map is fitted to at most when it opens. */
const FIRST_ZOOM = 15;

/** The trail as exact as the reader's map can show it, in whole steps of its zoom, which the map tells `onZoom`. */
export function useTrail(job: Job) {
  const [zoom, setZoom] = useState(FIRST_ZOOM);
  const onZoom = useCallback((seen: number) => setZoom(Math.ceil(seen)), []);
  const every = usePolling(FOLLOWED_MS);
  const { data } = useQuery({
    queryKey: jobKeys.trailAt(job.id, zoom),
    queryFn: ({ signal }) => client.tracking.trail({ params: { id: job.id }, query: { zoom }, signal }),
    enabled: job.guard !== null,
    refetchInterval: isOpen(job) ? every : false,
    // That of the zoom before stays until this one is there; never that of another job.
    placeholderData: (before, query) => (query?.queryKey[1] === job.id ? before : undefined),
    meta: { told: true },
  });
  return { trail: data, onZoom };
}

/** Asked only once there is a fix, and not after the end: the answer would be a refusal. */
export function useLatestFix(job: Job, hasFix: boolean) {
  const every = usePolling(FOLLOWED_MS);
  return useQuery({
    queryKey: jobKeys.location(job.id),
    queryFn: ({ signal }) => client.tracking.latest({ params: { id: job.id }, signal }),
    enabled: hasFix && isOpen(job),
    refetchInterval: isOpen(job) ? every : false,
    meta: { told: true },
  });
}

export function useGuardCard(userId: string | undefined) {
  return useQuery({
    queryKey: ['guard-card', userId],
    queryFn: () => client.guards.card({ params: { userId: userId ?? '' } }),
    enabled: userId !== undefined,
    staleTime: 5 * 60_000,
  });
}
