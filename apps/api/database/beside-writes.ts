import type { QueryRunner } from 'typeorm';

/**
 * Steps of migrations on tables that are large and written to all the time: none of them makes a write wait for longer than a moment,
 * however many rows there are (docs/decisions/0263). A migration that takes one is no transaction (`transaction = false`), and has to be
 * such that it can be run again after it broke off in the middle: these steps are.
 */

const BATCH = 5000;

/** @param definition what follows ON */
export async function indexBesideWrites(
  runner: QueryRunner,
  { name, definition }: { name: string; definition: string },
): Promise<void> {
  const [before] = (await runner.query('SHOW lock_timeout')) as { lock_timeout: string }[];
  // It waits for transactions that were there before it, and nobody waits behind it: giving up would be for nothing.
  await runner.query('SET lock_timeout = 0');
  try {
    // What one that broke off has left is written to, and never read.
    await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
    await runner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${definition}`);
  } finally {
    await runner.query(`SET lock_timeout = '${before?.lock_timeout ?? '0'}'`);
  }
}

/** What is written from now on keeps it; then what was written before is read through, while others write. */
export async function checkBesideWrites(
  runner: QueryRunner,
  { table, name, condition }: { table: string; name: string; condition: string },
): Promise<void> {
  await runner.query(
    `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}, ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`,
  );
  await runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`);
}

/** Some thousand rows a transaction, in the order of their ids: whoever writes to one of them waits for these alone. */
export async function updateBesideWrites(
  runner: QueryRunner,
  { table, set, where }: { table: string; set: string; where: string },
): Promise<void> {
  for (let after: string | null = null; ;) {
    const [last] = (await runner.query(
      `SELECT id FROM (SELECT id FROM ${table} WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT ${BATCH}) AS batch
       ORDER BY id DESC LIMIT 1`,
      [after],
    )) as { id: string }[];
    if (!last) return;
    await runner.query(`UPDATE ${table} SET ${set} WHERE ($1::uuid IS NULL OR id > $1) AND id <= $2 AND (${where})`, [
      after,
      last.id,
    ]);
    after = last.id;
  }
}
