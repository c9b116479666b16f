import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/** What a server puts off is done. */
export async function untilQueueIsEmpty(pool: pg.Pool): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(POLL_MS)) {
    const { rows } = await pool.query(`SELECT FROM queued_events WHERE failed_at IS NULL LIMIT 1`);
    if (rows.length === 0) return;
  }
  throw new Error('the queue does not become empty');
}
