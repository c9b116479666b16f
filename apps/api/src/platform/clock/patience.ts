import { setTimeout as delay } from 'node:timers/promises';

/**
 * What `work` gives, when it gives it within `limitMs`. It goes on after that, and nobody waits for it.
 * @throws what `tooLate` makes
 */
export async function within<T>(limitMs: number, work: Promise<T>, tooLate: () => Error): Promise<T> {
  const patience = new AbortController();
  const tooLong = delay(limitMs, undefined, { signal: patience.signal }).then(() => {
    throw tooLate();
  });
  // Of the one that is called off.
  tooLong.catch(() => undefined);
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    patience.abort();
  }
}
