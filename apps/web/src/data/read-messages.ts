import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client } from './client';
import { MESSAGES } from './message-keys';

/** Whoever looks at a job has read what was told of it. @param seen how much of it is on the page: more is read again */
export function useReadMessagesOf(jobId: string, seen: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    const read = (): void => {
      if (document.visibilityState === 'hidden') return;
      void client.notifications.read({ body: { jobId } }).then(
        () => queries.invalidateQueries({ queryKey: MESSAGES }),
        // The next look at the job says it again.
        () => undefined,
      );
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [jobId, seen, queries]);
}
