import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The same rows for less: see docs/decisions/0251-a-search-of-less.md. */
export class SearchOfLess1700000000251 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Of those that expired without being seen, were withdrawn or are open nothing is counted: nearly half.
    await runner.query(`
      CREATE INDEX offers_counted ON offers (guard_id, offered_at) INCLUDE (status)
      WHERE (status IN ('accepted', 'given_back', 'declined') OR status = 'expired' AND seen_at IS NOT NULL)`);
    await runner.query(`DROP INDEX offers_of_guard`);
    await runner.query(`CREATE INDEX offers_of_guard ON offers (guard_id, offered_at)`);
    // By clearance first: whoever has too little is on pages of their own. The signature of 24 bytes mistakes fewer skills for others,
    // each of which costs a look at the row; a longer one makes the index larger than what it saves.
    await searchIndexes(
      runner,
      (position) => `clearance_level, ${position}, skill_keys gist__intbig_ops (siglen='24'), hourly_rate_cents`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await searchIndexes(
      runner,
      (position) => `${position}, skill_keys gist__intbig_ops (siglen='16'), clearance_level, hourly_rate_cents`,
    );
    await runner.query(`DROP INDEX offers_of_guard`);
    await runner.query(`CREATE INDEX offers_of_guard ON offers (guard_id, offered_at) INCLUDE (status, seen_at)`);
    await runner.query(`DROP INDEX offers_counted`);
  }
}

/** @param columns of the index, for the column of a position */
async function searchIndexes(runner: QueryRunner, columns: (position: string) => string): Promise<void> {
  const made = [
    ['guard_profiles_on_duty_search', 'current_location', `availability_status = 'available'`],
    ['guard_profiles_base_search', 'base_location', 'license_verified_at IS NOT NULL'],
  ] as const;
  for (const [name, position, condition] of made) {
    await runner.query(`DROP INDEX ${name}`);
    await runner.query(`CREATE INDEX ${name} ON guard_profiles USING gist (${columns(position)}) WHERE ${condition}`);
  }
}
