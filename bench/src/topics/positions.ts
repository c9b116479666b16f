import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/** Changes of position a second beside the search. */
export const POSITIONS_PER_SECOND = 2000;
const BATCH = 100;
const PAUSE_MS = (1000 * BATCH) / POSITIONS_PER_SECOND;

/** Guards on duty drive a few hundred metres; the search indexes on their rows change with them. */
const MOVE = {
  name: 'bench_positions',
  text: `UPDATE guard_profiles g
         SET current_location = geography(ST_Translate(g.current_location::geometry, moved.east, moved.north)),
             location_updated_at = g.location_updated_at + interval '1 millisecond'
         FROM unnest($1::uuid[], $2::float8[], $3::float8[]) AS moved(id, east, north)
         WHERE g.user_id = moved.id`,
};

/** Does `work` while positions change; tells how many a second it came to. */
export async function whilePositionsChange<T>(
  pool: pg.Pool,
  guardIds: readonly string[],
  work: () => Promise<T>,
): Promise<{ result: T; perSecond: number }> {
  const state = { isDone: false, changed: 0 };
  const begun = performance.now();
  const changing = change(pool, guardIds, state);
  try {
    const result = await work();
    return { result, perSecond: state.changed / ((performance.now() - begun) / 1000) };
  } finally {
    state.isDone = true;
    await changing;
  }
}

async function change(
  pool: pg.Pool,
  guardIds: readonly string[],
  state: { isDone: boolean; changed: number },
): Promise<void> {
  const begun = performance.now();
  for (let batch = 0; !state.isDone; batch++) {
    const first = (batch * BATCH) % Math.max(1, guardIds.length - BATCH);
    const ids = guardIds.slice(first, first + BATCH);
    const away = (): number => (Math.random() - 0.5) * 0.004;
    await pool.query({ ...MOVE, values: [ids, ids.map(away), ids.map(away)] });
    state.changed += ids.length;
    await delay(Math.max(0, (batch + 1) * PAUSE_MS - (performance.now() - begun)));
  }
}

/** Guards on duty, enough of them that their rows are not always the same. */
export async function guardsOnDuty(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT user_id AS id FROM guard_profiles WHERE availability_status = 'available' ORDER BY md5(user_id::text) LIMIT 20000`,
  );
  return rows.map(({ id }) => id);
}
