import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an administrator has given a customer to be used for jobs to come. Where it is used a charge says so that no card has paid
 * (`purpose` credit): the guard gets their part of it like of any other, out of the platform's money.
 */
export class Credits1700000000211 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE credits (
        id uuid NOT NULL,
        customer_id uuid NOT NULL,
        job_id uuid,
        amount_cents integer NOT NULL,
        used_cents integer NOT NULL DEFAULT 0,
        withdrawn_cents integer NOT NULL DEFAULT 0,
        reason text NOT NULL,
        given_by uuid NOT NULL,
        given_at timestamptz NOT NULL,
        CONSTRAINT credits_pkey PRIMARY KEY (id),
        CONSTRAINT credits_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT credits_given_by_fkey FOREIGN KEY (given_by) REFERENCES users (id) ON DELETE RESTRICT,
        CONSTRAINT credits_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE RESTRICT,
        CONSTRAINT credits_amount_positive CHECK (amount_cents > 0),
        CONSTRAINT credits_within_amount CHECK (
          used_cents >= 0 AND withdrawn_cents >= 0 AND used_cents + withdrawn_cents <= amount_cents)
      )`);
    await runner.query(`CREATE INDEX credits_of_customer ON credits (customer_id, given_at)`);
    await runner.query(`CREATE INDEX credits_of_giver ON credits (given_by)`);
    await runner.query(`CREATE INDEX credits_of_job ON credits (job_id) WHERE job_id IS NOT NULL`);
    await runner.query(
      `ALTER TABLE payments ADD CONSTRAINT payments_credit_asks_no_card CHECK (
         purpose <> 'credit'
         OR (stripe_payment_intent_id IS NULL AND stripe_charge_id IS NULL AND stripe_refund_id IS NULL
             AND stripe_customer_id IS NULL AND authorized_cents IS NULL))`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX payments_one_credit_per_job ON payments (job_id)
       WHERE payment_type = 'charge' AND purpose = 'credit'`,
    );
    await runner.query(
      `CREATE INDEX payments_of_credit ON payments (job_id) WHERE purpose = 'credit' AND payment_type <> 'payout'`,
    );
    await runner.query(`DROP INDEX payments_fee_unknown`);
    await runner.query(
      `CREATE INDEX payments_fee_unknown ON payments (succeeded_at)
       WHERE payment_type = 'charge' AND purpose <> 'credit' AND stripe_fee_cents IS NULL AND succeeded_at IS NOT NULL`,
    );
    await runner.query(`DROP INDEX payments_moved`);
    await runner.query(
      `CREATE INDEX payments_moved ON payments (succeeded_at) INCLUDE (payment_type, purpose, amount_cents, returned_at)
       WHERE succeeded_at IS NOT NULL`,
    );
    await runner.query(`DROP VIEW job_money`);
    await runner.query(WITH_CREDIT);
  }

  /** @throws where credit was used: without its purpose it would be money of a card that never moved */
  async down(runner: QueryRunner): Promise<void> {
    const [known] = (await runner.query(`SELECT EXISTS (SELECT FROM payments WHERE purpose = 'credit') AS used`)) as [
      { used: boolean },
    ];
    if (known.used) throw new Error('credit that was used cannot be told without its purpose');
    await runner.query(`DROP VIEW job_money`);
    await runner.query(WITHOUT_CREDIT);
    await runner.query(`DROP INDEX payments_moved`);
    await runner.query(
      `CREATE INDEX payments_moved ON payments (succeeded_at) INCLUDE (payment_type, amount_cents, returned_at)
       WHERE succeeded_at IS NOT NULL`,
    );
    await runner.query(`DROP INDEX payments_fee_unknown`);
    await runner.query(
      `CREATE INDEX payments_fee_unknown ON payments (succeeded_at)
       WHERE payment_type = 'charge' AND stripe_fee_cents IS NULL AND succeeded_at IS NOT NULL`,
    );
    await runner.query(`DROP INDEX payments_one_credit_per_job, payments_of_credit`);
    await runner.query(`ALTER TABLE payments DROP CONSTRAINT payments_credit_asks_no_card`);
    await runner.query(`DROP TABLE credits`);
  }
}

const SETTLED = `status IN ('succeeded', 'refunded', 'disputed')`;

const sum = (column: string, where: string): string => `COALESCE(sum(${column}) FILTER (WHERE ${where}), 0)`;

/** Signed: plus for a charge, minus for a refund of it. */
const net = (column: string, where = ''): string => `
        ${sum(column, `payment_type = 'charge' AND ${SETTLED}${where}`)}
        - ${sum(column, `payment_type = 'refund' AND ${SETTLED}${where}`)}`;

interface View {
  /** Of rows that a card has paid, or was given back to. */
  ofCards: string;
  more: string;
  paid: string;
}

const jobMoney = ({ ofCards, more, paid }: View): string => `
  CREATE VIEW job_money AS
  SELECT money.*,
    ${paid} - money.refunded_cents
      = money.platform_cents - money.guaranteed_cents + money.guard_paid_cents + money.guard_owed_cents
      AND money.recovered_cents <= money.guaranteed_cents AS adds_up
  FROM (
    SELECT job_id,
      ${sum('amount_cents', `payment_type = 'charge' AND ${SETTLED}${ofCards}`)} AS captured_cents,
      ${sum('amount_cents', `payment_type = 'refund' AND ${SETTLED}${ofCards}`)} AS refunded_cents,${more}
      ${net('platform_fee_cents')} AS platform_cents,
      ${sum('amount_cents', `payment_type = 'payout' AND ${SETTLED}`)}
        - COALESCE(sum(reversed_cents), 0) AS guard_paid_cents,
      ${sum('amount_cents', `payment_type = 'payout' AND status IN ('pending', 'processing')`)}
        - COALESCE(sum(to_reverse_cents), 0) AS guard_owed_cents,
      ${sum('amount_cents', `is_guarantee AND status NOT IN ('failed', 'cancelled')`)} AS guaranteed_cents,
      ${sum('recovered_cents', SETTLED)} AS recovered_cents,
      ${sum('authorized_cents', `payment_type = 'charge' AND status IN ('authorized', 'processing')`)} AS held_cents,
      ${sum('amount_cents', 'returned_at IS NOT NULL')} AS returned_cents,
      COALESCE(sum(stripe_fee_cents), 0) AS stripe_fee_cents,
      bool_or(status IN ('pending', 'processing') OR to_reverse_cents > 0) AS is_under_way,
      max(updated_at) AS changed_at
    FROM payments
    GROUP BY job_id
  ) money`;

/** What the platform pays in place of the customer. */
const WITH_CREDIT = jobMoney({
  ofCards: ` AND purpose <> 'credit'`,
  more: `${net('amount_cents', ` AND purpose = 'credit'`)} AS credited_cents,`,
  paid: 'money.captured_cents + money.credited_cents',
});

const WITHOUT_CREDIT = jobMoney({ ofCards: '', more: '', paid: 'money.captured_cents' });
