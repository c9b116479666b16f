import { ApiError } from './errors.js';

/** How far the client goes for a server that says it is busy. */
export interface RetryLimits {
  /** Tries in all; 1 means that nothing is repeated. */
  attempts: number;
  /** A longer Retry-After is not waited for: the refusal is thrown with it. */
  longestWaitMs: number;
}

export const DEFAULT_RETRY: RetryLimits = { attempts: 3, longestWaitMs: 10_000 };

/** Repeats `attempt` while it is refused with 503 and a Retry-After that `limits` allow; ends at once when `signal` aborts. */
export async function withRetry<T>(
  attempt: () => Promise<T>,
  limits: RetryLimits,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const waitMs = waitAskedFor(error);
      if (waitMs === null || waitMs > limits.longestWaitMs || tries >= limits.attempts) throw error;
      await pause(waitMs, signal);
    }
  }
}

const waitAskedFor = (error: unknown): number | null =>
  error instanceof ApiError && error.status === 503 && error.retryAfterSeconds !== null
    ? error.retryAfterSeconds * 1000
    : null;

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    // The next attempt fails on the aborted signal by itself, with the same error as one under way.
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
