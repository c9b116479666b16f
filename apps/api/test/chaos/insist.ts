import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, ConnectionError } from '@aegis/client';
import type { WorkDone } from './work-done.js';

/** Without a single answer, or with the same one again and again: longer than a start and the longest pause of the queue. */
const PATIENCE_MS = 240_000;
const PAUSE_MS = 150;
const TOO_MANY_REQUESTS = 429;

/** A person who tries again while there is no answer, the server is broken or busy; `work` counts the answers. */
export async function insist<T>(attempt: () => Promise<T>, work: WorkDone): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;)
    try {
      const answer = await attempt();
      work.note();
      return answer;
    } catch (error) {
      const isWorthIt =
        error instanceof ConnectionError ||
        (error instanceof ApiError && (error.status >= 500 || error.status === TOO_MANY_REQUESTS));
      if (!isWorthIt || Date.now() > until) throw error;
      await delay(PAUSE_MS);
    }
}

/** Asks until `holds`; throws what it saw last when that takes too long. */
export async function until<T>(
  what: string,
  read: () => Promise<T>,
  holds: (seen: T) => boolean,
  work: WorkDone,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await insist(read, work);
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`${what} did not come: ${JSON.stringify(seen)}`);
    await delay(PAUSE_MS * 2);
  }
}
