import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useEffect } from 'react';
import { client } from '../../data/client';
import { usePolling } from '../../data/live';
import { onConnection } from '../../data/reachability';
import { jobKeys } from '../job-keys';
import type { Job } from '../job-queries';
import { sendWaiting, WAITING, waitingOf } from './waiting-messages';

export type Conversation = WireAnswer<typeof api.conversations.ofJob>;
export type JobMessage = Conversation['items'][number];

export function useConversation(job: Job) {
  const every = usePolling();
  return useQuery({
    queryKey: jobKeys.conversation(job.id),
    queryFn: ({ signal }) => client.conversations.ofJob({ params: { id: job.id }, signal }),
    refetchInterval: ({ state }) => (state.data?.openUntil === null ? false : every),
    meta: { keep: true, told: true },
  });
}

export function useWaiting(userId: string, jobId: string) {
  return useQuery({
    queryKey: [...WAITING, userId, jobId],
    queryFn: () => waitingOf(userId, jobId),
    // Of this device: it has them without any connection.
    networkMode: 'always',
  });
}

/** Sends what waits now, and whenever the connection is back. */
export function useSendWaiting(userId: string): void {
  const queries = useQueryClient();
  useEffect(() => onConnection(() => void sendWaiting(userId, queries)), [userId, queries]);
}

/** Whoever looks at what the other has written has read it. */
export function useReadConversation(jobId: string, items: readonly JobMessage[]): void {
  const queries = useQueryClient();
  const unread = items.filter(({ isMine, readAt }) => !isMine && readAt === null).length;
  useEffect(() => {
    if (unread === 0) return;
    const read = (): void => {
      if (document.visibilityState === 'hidden') return;
      client.conversations.read({ params: { id: jobId } }).then(
        () => queries.invalidateQueries({ queryKey: jobKeys.conversation(jobId) }),
        // The next look says it again.
        () => undefined,
      );
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [jobId, unread, queries]);
}
