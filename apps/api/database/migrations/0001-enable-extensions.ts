import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lowest PostGIS with everything the schema uses (KNN over geography in a multicolumn GiST index). */
const OLDEST_POSTGIS = 3.0;

export class EnableExtensions1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE EXTENSION IF NOT EXISTS postgis`);
    await runner.query(`CREATE EXTENSION IF NOT EXISTS citext`);
    await runner.query(`CREATE EXTENSION IF NOT EXISTS btree_gist`);
    await runner.query(`CREATE EXTENSION IF NOT EXISTS intarray`);
    const [row] = (await runner.query(`SELECT PostGIS_Version() AS version`)) as { version: string }[];
    if (!row || !(Number.parseFloat(row.version) >= OLDEST_POSTGIS))
      throw new Error(`PostGIS ${OLDEST_POSTGIS} or newer is needed; this server has ${row?.version ?? 'none'}.`);
  }

  /** The extensions stay: other schemas of the database may use them, and nothing of Aegis lives in them. */
  async down(): Promise<void> {}
}
