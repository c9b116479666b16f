import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../../data/client';
import { usePolling } from '../../data/live';

export type Board = WireAnswer<typeof api.desk.board>;
export type BoardRow = Board['rows'][number];

const EVERY_MS = 10_000;

export function useBoard() {
  return useQuery({
    queryKey: ['admin', 'board'],
    queryFn: ({ signal }) => client.desk.board({ signal }),
    refetchInterval: usePolling(EVERY_MS),
    meta: { told: true },
  });
}
