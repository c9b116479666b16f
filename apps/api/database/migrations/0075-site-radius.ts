import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A stadium is not a shop: how far around the pin its site reaches is chosen with the booking. */
export class SiteRadius1700000000075 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs
        ADD COLUMN site_radius_meters integer NOT NULL DEFAULT 150,
        ADD CONSTRAINT jobs_site_radius_50_to_500 CHECK (site_radius_meters BETWEEN 50 AND 500)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs DROP COLUMN site_radius_meters`);
  }
}
