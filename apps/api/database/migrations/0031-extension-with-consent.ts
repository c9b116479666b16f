import type { MigrationInterface, QueryRunner } from 'typeorm';

const FIXED = `(NEW.customer_id, NEW.start_time, NEW.end_time, NEW.hourly_rate_cents, NEW.total_amount_cents,
            NEW.platform_fee_cents, NEW.guard_payout_cents)
           IS DISTINCT FROM
           (OLD.customer_id, OLD.start_time, OLD.end_time, OLD.hourly_rate_cents, OLD.total_amount_cents,
            OLD.platform_fee_cents, OLD.guard_payout_cents)`;

/** A later end at a higher price, all of which is held on the customer's card because he agreed to exactly this end. */
const AGREED = `(NEW.customer_id, NEW.start_time, NEW.hourly_rate_cents)
             = (OLD.customer_id, OLD.start_time, OLD.hourly_rate_cents)
           AND OLD.status IN ('matched', 'in_progress') AND NEW.status = OLD.status
           AND NEW.end_time > OLD.end_time AND NEW.total_amount_cents > OLD.total_amount_cents
           AND EXISTS (
             SELECT FROM payments
             WHERE job_id = NEW.id AND payment_type = 'charge' AND status = 'authorized' AND is_current
               AND authorized_cents >= NEW.total_amount_cents
               AND (metadata ->> 'extendTo')::timestamptz = NEW.end_time)`;

/** As the migration of the jobs has it, to the letter, but for what counts as changing the booking. */
const keepStatusRules = (fixed: string): string => `
      CREATE OR REPLACE FUNCTION jobs_keep_status_rules() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW.status <> 'requested' THEN
            RAISE EXCEPTION 'a job starts as requested, not as %', NEW.status
              USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_status_transition', TABLE = 'jobs';
          END IF;
          RETURN NEW;
        END IF;
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
          ('requested', 'matched'), ('matched', 'requested'), ('matched', 'in_progress'),
          ('in_progress', 'completed'),
          ('requested', 'cancelled'), ('matched', 'cancelled'), ('in_progress', 'cancelled')) THEN
          RAISE EXCEPTION 'a job cannot go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_status_transition', TABLE = 'jobs';
        END IF;
        IF ${fixed} THEN
          RAISE EXCEPTION 'what was booked (customer, times, price) does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_booking_is_fixed', TABLE = 'jobs';
        END IF;
        IF NEW.guard_id IS DISTINCT FROM OLD.guard_id AND NEW.status = OLD.status THEN
          RAISE EXCEPTION 'a job changes its guard only by going back to dispatch'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_guard_changes_with_status', TABLE = 'jobs';
        END IF;
        IF NEW.status = 'matched' AND OLD.status <> 'matched' THEN
          PERFORM FROM users WHERE id = NEW.guard_id FOR NO KEY UPDATE;
        END IF;
        RETURN NEW;
      END $$`;

export class ExtensionWithConsent1700000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(keepStatusRules(`${FIXED} AND NOT (${AGREED})`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(keepStatusRules(FIXED));
  }
}
