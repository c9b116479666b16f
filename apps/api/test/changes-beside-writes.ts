import type { MigrationInterface, QueryRunner } from 'typeorm';
import { checkBesideWrites, indexBesideWrites, updateBesideWrites } from '../database/beside-writes.js';

type Step = (runner: QueryRunner) => Promise<unknown>;

/** A migration as it is written for a table that is large, or as it would be for one that is small. */
export interface Change {
  name: string;
  /** Nobody waits for it for longer than it takes to lock the table. */
  isBesideWrites: boolean;
  migration: MigrationInterface;
}

const DISTANCE = 'distance_meters < 1000000';
const [SET, WHERE] = ['travel_seconds = 60', 'wave = 2 AND travel_seconds IS NULL'];

const sql =
  (text: string): Step =>
  (runner) =>
    runner.query(text);

/** One of each kind, all of the offers: of them there are most in a market. */
export const CHANGES: readonly Change[] = [
  change(
    'a column with a constant',
    1,
    true,
    sql('ALTER TABLE offers ADD COLUMN tried boolean NOT NULL DEFAULT false'),
    {
      down: sql('ALTER TABLE offers DROP COLUMN tried'),
    },
  ),
  change('an index, at once', 2, false, sql('CREATE INDEX tried_index ON offers (guard_id, expires_at)'), {
    down: sql('DROP INDEX tried_index'),
  }),
  change(
    'an index, beside writes',
    3,
    true,
    (runner) => indexBesideWrites(runner, { name: 'tried_index', definition: 'offers (guard_id, expires_at)' }),
    { down: sql('DROP INDEX tried_index'), transaction: false },
  ),
  change('a check, at once', 4, false, sql(`ALTER TABLE offers ADD CONSTRAINT tried_check CHECK (${DISTANCE})`), {
    down: sql('ALTER TABLE offers DROP CONSTRAINT tried_check'),
  }),
  change(
    'a check, beside writes',
    5,
    true,
    (runner) => checkBesideWrites(runner, { table: 'offers', name: 'tried_check', condition: DISTANCE }),
    { down: sql('ALTER TABLE offers DROP CONSTRAINT tried_check'), transaction: false },
  ),
  change('values, at once', 6, false, sql(`UPDATE offers SET ${SET} WHERE ${WHERE}`), {
    down: sql('UPDATE offers SET travel_seconds = NULL WHERE wave = 2'),
  }),
  change(
    'values, beside writes',
    7,
    true,
    (runner) => updateBesideWrites(runner, { table: 'offers', set: SET, where: WHERE }),
    { down: sql('UPDATE offers SET travel_seconds = NULL WHERE wave = 2'), transaction: false },
  ),
];

function change(
  name: string,
  number: number,
  isBesideWrites: boolean,
  up: Step,
  { down, transaction }: { down: Step; transaction?: false },
): Change {
  const migration = {
    name: `Tried${9_000_000_000_000 + number}`,
    ...(transaction === false && { transaction }),
    up: async (runner: QueryRunner) => void (await up(runner)),
    down: async (runner: QueryRunner) => void (await down(runner)),
  };
  return { name, isBesideWrites, migration };
}

/** Offers that were all declined, past keys and triggers: of guards and jobs that nobody knows. */
export const OFFERS = `
  INSERT INTO offers (id, job_id, guard_id, status, wave, distance_meters, score, components, payout_cents,
    offered_at, expires_at, resolved_at)
  SELECT md5('offer' || n)::uuid, md5('job' || n / 10)::uuid, md5('guard' || n % 5000)::uuid, 'declined', 1 + n % 20, n % 20000, n % 100, '{}',
    4000, timestamptz '2026-01-01' + n * interval '1 second', timestamptz '2026-01-01' + n * interval '1 second' + interval '1 minute',
    timestamptz '2026-01-01' + n * interval '1 second'
  FROM generate_series($1::int, $2::int) AS n`;

/** As of a guard who has looked at one. */
export const LOOKED_AT = `UPDATE offers SET seen_at = offered_at + interval '1 second' WHERE id = md5('offer' || $1::int)::uuid`;
