import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { MarketRules } from '@aegis/contract';
import { useEffect, useRef } from 'react';
import { client } from '../../data/client';
import { usePolling } from '../../data/live';
import { onRecovery } from '../../data/reachability';
import { useRules, useServerConfig } from '../../data/server-config';
import { jobKeys } from '../../jobs/job-keys';
import { useSendWaiting } from '../../jobs/conversation/conversation-query';
import type { Job } from '../../jobs/job-queries';
import { useGuardProfile } from '../guard-profile';
import { OfferAlert } from '../offer-alert';
import { sendKept } from './kept-presence';
import { deviceSource } from './position-source';
import { flush, sharePosition } from './share-position';
import { changeShift, useShift } from './shift-store';
import { simulatedSource } from './simulated-source';

const HOUR_MS = 3_600_000;

const isTracked = ({ status, startTime }: Job, { trackingBeforeStartHours }: MarketRules): boolean =>
  status === 'in_progress' ||
  (status === 'matched' && Date.parse(startTime) - Date.now() < trackingBeforeStartHours * HOUR_MS);

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

/** What was kept on this phone goes out when it is opened, when the network is back, and when the server answers again. */
function useSendKept(userId: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    const send = (): void => void flush(true).then(() => sendKept(userId, queries));
    send();
    window.addEventListener('online', send);
    const stop = onRecovery(send);
    return () => {
      window.removeEventListener('online', send);
      stop();
    };
  }, [userId, queries]);
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
