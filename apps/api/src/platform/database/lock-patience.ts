import { setTimeout as delay } from 'node:timers/promises';
import { databaseErrorOf } from './database-refusal.js';

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Whoever asks for a table after a change that waits for it waits too: behind one long reader the whole market would stand still.
 * So a change waits for a second (`lock_timeout`, which is for `work` to set), lets everybody through, and tries again.
 */
export const PATIENCE = { lockTimeoutMs: 1_000, pauseMs: 2_000, attempts: 150 };
export type Patience = typeof PATIENCE;

/** Given up after all attempts; what was done before it stays, and nothing of it. */
export class TablesInUseError extends Error {
  constructor(attempts: number) {
    super(
      `A change of tables was tried ${attempts} times, and each time somebody held a table that it needs. Nothing of it is done. ` +
        'Look for long transactions (pg_stat_activity, the oldest xact_start), end them, and run the command again.',
    );
  }
}

/** @param tell is told, once, that a table is in use */
export async function patiently<Done>(
  work: () => Promise<Done>,
  tell: (sentence: string) => void,
  { attempts, pauseMs }: Patience = PATIENCE,
): Promise<Done> {
  for (let attempt = 1; attempt <= attempts; attempt++)
    try {
      return await work();
    } catch (error) {
      if (databaseErrorOf(error)?.code !== LOCK_NOT_AVAILABLE) throw error;
      if (attempt === 1)
        tell('A table is in use by a long transaction: everybody is let through between two attempts.');
      await delay(pauseMs);
    }
  throw new TablesInUseError(attempts);
}
