import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { usePolling } from '../data/live';

export type Overview = WireAnswer<typeof api.admin.overview>;

const EVERY_MS = 10_000;
/** Of the charts and the figures of searches. */
export const DAYS = 14;

/** Days begin at the reader's midnight. */
export function useOverview() {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return useQuery({
    queryKey: ['admin', 'overview', timeZone],
    queryFn: ({ signal }) => client.admin.overview({ query: { days: DAYS, timeZone }, signal }),
    refetchInterval: usePolling(EVERY_MS),
    meta: { told: true },
  });
}
