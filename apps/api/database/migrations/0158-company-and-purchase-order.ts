import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What companies need on their papers: whom they are made out to, and what their books know a booking by. */
export class CompanyAndPurchaseOrder1700000000158 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ADD COLUMN company_name text,
        ADD CONSTRAINT users_company_name_says_something CHECK (company_name <> '')`);
    await runner.query(`
      ALTER TABLE jobs ADD COLUMN purchase_order text,
        ADD CONSTRAINT jobs_purchase_order_says_something CHECK (purchase_order <> '')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs DROP COLUMN purchase_order`);
    await runner.query(`ALTER TABLE users DROP COLUMN company_name`);
  }
}
