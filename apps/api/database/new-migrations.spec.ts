import type { MigrationInterface, QueryRunner } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { CHANGES } from '../test/changes-beside-writes.js';
import { MIGRATIONS } from './migrations/index.js';
import { keepsWritersWaiting } from './spec-support/keeps-writers-waiting.js';

/** What was there when large tables began to be changed beside writes (docs/decisions/0263). */
const LAST_OF_THE_OLD = 1_700_000_000_243;

const numberOf = ({ name }: { name: string }): number => Number(/\d+$/.exec(name)?.[0]);
const asking = (...sql: string[]): MigrationInterface => ({
  up: async (runner: QueryRunner) => {
    for (const one of sql) await runner.query(one);
  },
  down: () => Promise.resolve(),
});

describe('a migration', () => {
  const added = MIGRATIONS.filter((migration) => numberOf(migration) > LAST_OF_THE_OLD);

  it('that is new keeps nobody waiting who writes to a large table', async () => {
    for (const Migration of added) expect(await keepsWritersWaiting(new Migration()), Migration.name).toEqual([]);
  });

  it.each(CHANGES.map((change) => [change.name, change] as const))(
    'is told apart as it was measured: %s',
    async (_, { migration, isBesideWrites }) => {
      expect((await keepsWritersWaiting(migration)).length === 0).toBe(isBesideWrites);
    },
  );

  it.each([
    'CREATE UNIQUE INDEX one ON public.jobs (id)',
    'create index one on only jobs using gin (required_skills)',
    'ALTER TABLE payments ADD FOREIGN KEY (job_id) REFERENCES jobs',
    'ALTER TABLE payments ADD CONSTRAINT one UNIQUE (id)',
    'ALTER TABLE users ALTER COLUMN email TYPE varchar(400)',
    'ALTER TABLE users ALTER email SET NOT NULL',
    'ALTER TABLE users ADD COLUMN number bigint GENERATED ALWAYS AS (1) STORED',
    'ALTER TABLE users ADD COLUMN key uuid NOT NULL DEFAULT gen_random_uuid()',
    'DELETE FROM sessions WHERE ended',
    'SELECT 1; UPDATE jobs SET title = title',
  ])('keeps them waiting with: %s', async (sql) => {
    expect(await keepsWritersWaiting(asking(sql))).toHaveLength(1);
  });

  it.each([
    'CREATE INDEX one ON reconciliations (id)',
    'ALTER TABLE jobs ADD COLUMN one text',
    'ALTER TABLE jobs ADD CONSTRAINT one CHECK (true) NOT VALID',
    'ALTER TABLE jobs DROP CONSTRAINT one',
    'CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
  ])('does not with: %s', async (sql) => {
    expect(await keepsWritersWaiting(asking(sql))).toEqual([]);
  });

  it('may do what it likes with a table that it makes', async () => {
    expect(
      await keepsWritersWaiting(
        asking('CREATE TABLE jobs (id int)', 'CREATE INDEX one ON jobs (id)', 'UPDATE jobs SET id = 1'),
      ),
    ).toEqual([]);
  });

  it('cannot go on beside writes in one transaction', async () => {
    expect(await keepsWritersWaiting(asking('CREATE INDEX CONCURRENTLY one ON jobs (id)'))).toHaveLength(1);
  });
});
