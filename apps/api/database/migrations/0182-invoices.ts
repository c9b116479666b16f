import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invoices: their running number, who sells, and with which card each charge was paid. */
export class Invoices1700000000182 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invoices (
        number integer NOT NULL,
        job_id uuid NOT NULL,
        seller text NOT NULL,
        issued_at timestamptz NOT NULL,
        CONSTRAINT invoices_pkey PRIMARY KEY (number),
        CONSTRAINT invoices_one_per_job UNIQUE (job_id),
        CONSTRAINT invoices_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE RESTRICT,
        CONSTRAINT invoices_number_counts_from_one CHECK (number >= 1),
        CONSTRAINT invoices_seller_is_named CHECK (seller <> '')
      )`);
    await runner.query(`
      ALTER TABLE payments
        ADD COLUMN card_last4 text,
        ADD CONSTRAINT payments_card_digits_of_charges CHECK (
          card_last4 IS NULL OR (payment_type = 'charge' AND card_last4 ~ '^[0-9]{4}$'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE payments DROP COLUMN card_last4`);
    await runner.query(`DROP TABLE invoices`);
  }
}
