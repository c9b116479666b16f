import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Payments1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE payment_type AS ENUM ('charge', 'payout', 'refund')`);
    await runner.query(
      `CREATE TYPE payment_status AS ENUM
       ('pending', 'processing', 'authorized', 'succeeded', 'failed', 'cancelled', 'refunded', 'disputed')`,
    );

    await runner.query(`
      CREATE TABLE payments (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        job_id uuid NOT NULL,
        payer_id uuid,
        payee_id uuid,
        refund_of uuid,
        payment_type payment_type NOT NULL,
        status payment_status NOT NULL DEFAULT 'pending',
        amount_cents integer NOT NULL,
        platform_fee_cents integer NOT NULL,
        guard_payout_cents integer NOT NULL,
        authorized_cents integer,
        stripe_fee_cents integer,
        stripe_payment_intent_id text,
        stripe_charge_id text,
        stripe_transfer_id text,
        stripe_refund_id text,
        failure_code text,
        failure_message text,
        metadata jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        succeeded_at timestamptz,
        failed_at timestamptz,
        CONSTRAINT payments_pkey PRIMARY KEY (id),
        CONSTRAINT payments_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE RESTRICT,
        CONSTRAINT payments_payer_id_fkey FOREIGN KEY (payer_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT payments_payee_id_fkey FOREIGN KEY (payee_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT payments_refund_of_fkey FOREIGN KEY (refund_of) REFERENCES payments (id) ON DELETE RESTRICT,
        CONSTRAINT payments_stripe_payment_intent_id_unique UNIQUE (stripe_payment_intent_id),
        CONSTRAINT payments_stripe_charge_id_unique UNIQUE (stripe_charge_id),
        CONSTRAINT payments_stripe_transfer_id_unique UNIQUE (stripe_transfer_id),
        CONSTRAINT payments_stripe_refund_id_unique UNIQUE (stripe_refund_id),
        CONSTRAINT payments_amounts_positive CHECK (
          amount_cents > 0 AND platform_fee_cents >= 0 AND guard_payout_cents >= 0 AND stripe_fee_cents >= 0),
        CONSTRAINT payments_split_adds_up CHECK (platform_fee_cents + guard_payout_cents = amount_cents),
        CONSTRAINT payments_capture_within_hold CHECK (amount_cents <= authorized_cents),
        CONSTRAINT payments_parties_by_type CHECK (
          CASE payment_type
            WHEN 'charge' THEN payer_id IS NOT NULL AND refund_of IS NULL
            WHEN 'payout' THEN payee_id IS NOT NULL AND refund_of IS NULL
            WHEN 'refund' THEN payee_id IS NOT NULL AND refund_of IS NOT NULL
          END),
        CONSTRAINT payments_settled_has_time CHECK (
          status NOT IN ('succeeded', 'refunded', 'disputed') OR succeeded_at IS NOT NULL),
        CONSTRAINT payments_failed_has_time CHECK (status <> 'failed' OR failed_at IS NOT NULL),
        CONSTRAINT payments_metadata_is_object CHECK (jsonb_typeof(metadata) = 'object')
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX payments_one_live_charge_per_job ON payments (job_id)
      WHERE payment_type = 'charge' AND status NOT IN ('failed', 'cancelled')`);
    await runner.query(`
      CREATE UNIQUE INDEX payments_one_live_payout_per_job ON payments (job_id)
      WHERE payment_type = 'payout' AND status NOT IN ('failed', 'cancelled')`);
    await runner.query(`CREATE INDEX payments_of_job ON payments (job_id, created_at)`);
    await runner.query(`CREATE INDEX payments_of_payer ON payments (payer_id)`);
    await runner.query(`CREATE INDEX payments_of_payee ON payments (payee_id, created_at)`);
    await runner.query(`CREATE INDEX payments_refunds_of_charge ON payments (refund_of) WHERE refund_of IS NOT NULL`);
    await runner.query(`CREATE INDEX payments_newest ON payments (created_at, id)`);
    await runner.query(`
      CREATE INDEX payments_unsettled ON payments (updated_at)
      WHERE status IN ('pending', 'processing', 'authorized')`);
    await runner.query(
      `CREATE TRIGGER payments_touch_updated_at BEFORE UPDATE ON payments
       FOR EACH ROW EXECUTE FUNCTION touch_updated_at()`,
    );

    // Stripe's fee is learnt after the money has settled: it may be added once, and then stays as well.
    await runner.query(`
      CREATE FUNCTION payments_keep_rules() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        allowed text[];
      BEGIN
        IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
          RAISE EXCEPTION 'a money row is never deleted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_never_deleted', TABLE = 'payments';
        END IF;
        allowed := CASE OLD.status
          WHEN 'pending' THEN ARRAY['processing', 'authorized', 'succeeded', 'failed', 'cancelled']
          WHEN 'processing' THEN ARRAY['authorized', 'succeeded', 'failed', 'cancelled']
          WHEN 'authorized' THEN ARRAY['processing', 'succeeded', 'failed', 'cancelled']
          WHEN 'succeeded' THEN ARRAY['refunded', 'disputed']
          WHEN 'disputed' THEN ARRAY['succeeded', 'refunded']
          ELSE ARRAY[]::text[]
        END;
        IF NEW.status <> OLD.status AND NOT NEW.status::text = ANY (allowed) THEN
          RAISE EXCEPTION 'a payment cannot go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_status_transition', TABLE = 'payments';
        END IF;
        IF (OLD.status NOT IN ('pending', 'processing', 'authorized')
            AND (NEW.amount_cents, NEW.platform_fee_cents, NEW.guard_payout_cents, NEW.authorized_cents,
                 NEW.succeeded_at, NEW.failed_at)
                IS DISTINCT FROM
                (OLD.amount_cents, OLD.platform_fee_cents, OLD.guard_payout_cents, OLD.authorized_cents,
                 OLD.succeeded_at, OLD.failed_at))
           OR (OLD.stripe_fee_cents IS NOT NULL AND NEW.stripe_fee_cents IS DISTINCT FROM OLD.stripe_fee_cents)
           OR (NEW.job_id, NEW.payer_id, NEW.payee_id, NEW.payment_type, NEW.refund_of, NEW.created_at)
              IS DISTINCT FROM
              (OLD.job_id, OLD.payer_id, OLD.payee_id, OLD.payment_type, OLD.refund_of, OLD.created_at) THEN
          RAISE EXCEPTION 'the money and time columns of a settled payment do not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_settled_is_fixed', TABLE = 'payments';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(
      `CREATE TRIGGER payments_keep_rules BEFORE UPDATE OR DELETE ON payments
       FOR EACH ROW EXECUTE FUNCTION payments_keep_rules()`,
    );

    await runner.query(
      `CREATE TRIGGER payments_never_emptied BEFORE TRUNCATE ON payments
       FOR EACH STATEMENT EXECUTE FUNCTION payments_keep_rules()`,
    );

    // Locks the charge first, so that two refunds at once are counted one after the other.
    await runner.query(`
      CREATE FUNCTION payments_refunds_within_charge() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        charge payments;
        refunded bigint;
      BEGIN
        SELECT * INTO charge FROM payments WHERE id = NEW.refund_of FOR UPDATE;
        SELECT COALESCE(sum(amount_cents), 0) INTO refunded FROM payments
        WHERE refund_of = NEW.refund_of AND id <> NEW.id AND status NOT IN ('failed', 'cancelled');
        IF charge.payment_type <> 'charge' OR charge.job_id <> NEW.job_id
           OR charge.status NOT IN ('succeeded', 'refunded', 'disputed')
           OR refunded + NEW.amount_cents > charge.amount_cents THEN
          RAISE EXCEPTION 'refunds of % cents and % more exceed the charge', refunded, NEW.amount_cents
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_refunds_within_charge', TABLE = 'payments';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(
      `CREATE TRIGGER payments_refunds_within_charge BEFORE INSERT OR UPDATE OF amount_cents, status ON payments
       FOR EACH ROW WHEN (NEW.payment_type = 'refund' AND NEW.status NOT IN ('failed', 'cancelled'))
       EXECUTE FUNCTION payments_refunds_within_charge()`,
    );

    await runner.query(`
      CREATE TABLE stripe_events (
        id text NOT NULL,
        type text NOT NULL,
        applied_at timestamptz NOT NULL,
        CONSTRAINT stripe_events_pkey PRIMARY KEY (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE stripe_events`);
    await runner.query(`DROP TABLE payments`);
    await runner.query(`DROP FUNCTION payments_refunds_within_charge()`);
    await runner.query(`DROP FUNCTION payments_keep_rules()`);
    await runner.query(`DROP TYPE payment_status`);
    await runner.query(`DROP TYPE payment_type`);
  }
}
