import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { MarketRules } from '@aegis/contract';
import { useEffect, useRef } from 'react';
import { client } from '../../data/client';
import { usePolling } from '../../data/live';
import { onConnection } from '../../data/reachability';
import { useRules, useServerConfig } from '../../data/server-config';
import { jobKeys } from '../../jobs/job-keys';
import { useSendWaiting } from '../../jobs/conversation/conversation-query';
import type { Job } from '../../jobs/job-queries';
import { useGuardProfile } from '../guard-profile';
import { OfferAlert } from '../offer-alert';
import { sendBeforeLeaving, sendKept } from './kept-presence';
import { deviceSource } from './position-source';
import { flush, sharePosition } from './share-position';
import { changeShift, useShift } from './shift-store';
import { simulatedSource } from './simulated-source';
import { now } from '../../words/now';

const HOUR_MS = 3_600_000;
/** Timers of browsers may come a moment early. */
const A_LITTLE_MS = 50;

const isTracked = ({ status, startTime }: Job, { trackingBeforeStartHours }: MarketRules): boolean =>
  status === 'in_progress' ||
  (status === 'matched' && Date.parse(startTime) - now() < trackingBeforeStartHours * HOUR_MS);

/** The job a guard is on, or goes to next. */
export function useCurrentJob(): Job | null {
  const every = usePolling();
  const rules = useRules();
  const jobs = useQuery({
    queryKey: [...jobKeys.lists, 'current'],
    queryFn: async () => {
      const [running, next] = await Promise.all([
        client.jobs.list({ query: { status: 'in_progress' } }),
        client.jobs.list({ query: { status: 'matched' } }),
      ]);
      return [...running.items, ...next.items.sort((one, other) => one.startTime.localeCompare(other.startTime))];
    },
    refetchInterval: every,
    meta: { keep: true, told: true },
  });
  return jobs.data?.find((job) => isTracked(job, rules)) ?? null;
}

/** Runs on every page of a guard: shares their position while they are on a job or on their way, and never otherwise. */
export default function GuardShift({ email, userId }: { email: string; userId: string }) {
  usePositionSource(email);
  useSendWaiting(userId);
  const job = useCurrentJob();
  const { source } = useShift();
  const jobId = job?.id ?? null;
  useEffect(() => (jobId !== null && source ? sharePosition(jobId, source) : undefined), [jobId, source]);
  useSendKept(userId);
  return <OfferAlert />;
}

/**
 * What was kept on this phone goes out when it is opened, when the network is back, when the server answers again, and when the
 * minute is over in which it could be undone; also when this page is put away.
 */
function useSendKept(userId: string): void {
  const queries = useQueryClient();
  useEffect(() => onConnection(() => void flush(true).then(() => sendKept(userId, queries))), [userId, queries]);
  useEffect(() => {
    const leave = (): void => {
      if (document.visibilityState === 'hidden') sendBeforeLeaving(userId, queries);
    };
    document.addEventListener('visibilitychange', leave);
    return () => document.removeEventListener('visibilitychange', leave);
  }, [userId, queries]);
  const next = useShift().kept.reduce((first, { undoUntil }) => Math.min(first, undoUntil ?? Infinity), Infinity);
  useEffect(() => {
    if (next === Infinity) return;
    const timer = setTimeout(() => void sendKept(userId, queries), next - now() + A_LITTLE_MS);
    return () => clearTimeout(timer);
  }, [next, userId, queries]);
}

/** The phone's own position; for the demo guards one that walks to the job by itself. */
function usePositionSource(email: string): void {
  const { demo, rules } = useServerConfig();
  const base = useGuardProfile().data?.baseLocation ?? null;
  const site = useCurrentJob()?.location ?? null;
  const target = useRef(site);
  useEffect(() => void (target.current = site));
  const isDemoGuard = demo?.accounts.some((account) => account.email === email) ?? false;
  useEffect(() => {
    if (isDemoGuard && base)
      changeShift({ source: simulatedSource(base, () => target.current, rules), isSimulated: true });
    else if (!isDemoGuard) changeShift({ source: deviceSource, isSimulated: false });
  }, [isDemoGuard, base, rules]);
}
