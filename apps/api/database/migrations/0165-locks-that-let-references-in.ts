import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A refund locks its charge so that two at once are counted one after the other. The lock that also keeps new references out
 * made rows which only name the charge, such as its payout, wait for it; no key changes here.
 */
export class LocksThatLetReferencesIn1700000000165 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(refundsWithinCharge('FOR NO KEY UPDATE'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(refundsWithinCharge('FOR UPDATE'));
  }
}

const refundsWithinCharge = (lock: string): string => `
  CREATE OR REPLACE FUNCTION payments_refunds_within_charge() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        charge payments;
        refunded bigint;
      BEGIN
        SELECT * INTO charge FROM payments WHERE id = NEW.refund_of ${lock};
        SELECT COALESCE(sum(amount_cents), 0) INTO refunded FROM payments
        WHERE refund_of = NEW.refund_of AND id <> NEW.id AND status NOT IN ('failed', 'cancelled');
        IF charge.payment_type <> 'charge' OR charge.job_id <> NEW.job_id
           OR charge.status NOT IN ('succeeded', 'refunded', 'disputed')
           OR refunded + NEW.amount_cents > charge.amount_cents THEN
          RAISE EXCEPTION 'refunds of % cents and % more exceed the charge', refunded, NEW.amount_cents
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_refunds_within_charge', TABLE = 'payments';
        END IF;
        RETURN NEW;
      END $$`;
