import pg from 'pg';
import type { Attempt } from './promises.js';
import { COUNTED } from './wishers.js';

/** How often each of `attempts` is in the database, by the numbers in which they are. */
export async function timesIn(url: string, kind: string, attempts: readonly Attempt[]): Promise<Set<number>> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ mark: string; count: number }>(COUNTED[kind] ?? '');
    const counts = new Map(rows.map(({ mark, count }) => [mark, count]));
    return new Set(attempts.map(({ mark }) => counts.get(mark) ?? 0));
  } finally {
    await client.end();
  }
}
