import { useQuery } from '@tanstack/react-query';
import type { MarketRules } from '@aegis/contract';
import { useEffect, useRef } from 'react';
import { client } from '../../data/client';
import { usePolling } from '../../data/live';
import { onRecovery } from '../../data/reachability';
import { useRules, useServerConfig } from '../../data/server-config';
import { jobKeys } from '../../jobs/job-keys';
import type { Job } from '../../jobs/job-queries';
import { useGuardProfile } from '../guard-profile';
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
export default function GuardShift({ email }: { email: string }) {
  usePositionSource(email);
  const job = useCurrentJob();
  const { source } = useShift();
  const jobId = job?.id ?? null;
  useEffect(() => (jobId !== null && source ? sharePosition(jobId, source) : undefined), [jobId, source]);
  useEffect(() => {
    void flush();
    return onRecovery(() => void flush(true));
  }, []);
  return null;
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
