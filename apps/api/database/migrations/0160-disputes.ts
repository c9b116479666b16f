import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A dispute of a card's bank is a thing of its own: it has a term, an answer and an end. What a lost one takes away is a refund
 * that the bank has made, so that the parts of a job still add up; `dispute_id` tells it from those that we have given.
 */
export class Disputes1700000000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TYPE dispute_status AS ENUM ('needs_answer', 'answered', 'won', 'lost')`);
    await runner.query(DISPUTES);
    for (const index of INDEXES) await runner.query(index);
    await runner.query(KEEP_RULES);
    await runner.query(`
      CREATE TRIGGER disputes_keep_rules BEFORE UPDATE OR DELETE ON disputes
      FOR EACH ROW EXECUTE FUNCTION disputes_keep_rules()`);
    await runner.query(`
      ALTER TABLE payments
        ADD COLUMN dispute_id uuid CONSTRAINT payments_dispute_id_fkey REFERENCES disputes (id) ON DELETE RESTRICT,
        ADD CONSTRAINT payments_dispute_of_refunds CHECK (payment_type = 'refund' OR dispute_id IS NULL)`);
    await runner.query(`
      CREATE UNIQUE INDEX payments_one_loss_per_dispute ON payments (dispute_id) WHERE dispute_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX payments_one_loss_per_dispute`);
    await runner.query(`ALTER TABLE payments DROP CONSTRAINT payments_dispute_of_refunds, DROP COLUMN dispute_id`);
    await runner.query(`DELETE FROM deadlines WHERE kind = 'dispute.due'`);
    await runner.query(`DROP TABLE disputes`);
    await runner.query(`DROP FUNCTION disputes_keep_rules()`);
    await runner.query(`DROP TYPE dispute_status`);
  }
}

const DISPUTES = `
  CREATE TABLE disputes (
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    stripe_dispute_id text NOT NULL,
    status dispute_status NOT NULL,
    is_inquiry boolean NOT NULL,
    amount_cents integer NOT NULL,
    reason text NOT NULL,
    opened_at timestamptz NOT NULL,
    answer_by timestamptz,
    answered_at timestamptz,
    answered_by uuid,
    closed_at timestamptz,
    CONSTRAINT disputes_pkey PRIMARY KEY (id),
    CONSTRAINT disputes_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments (id) ON DELETE RESTRICT,
    CONSTRAINT disputes_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT disputes_stripe_dispute_id_unique UNIQUE (stripe_dispute_id),
    CONSTRAINT disputes_amount_positive CHECK (amount_cents > 0),
    CONSTRAINT disputes_answerer_has_answered CHECK (answered_by IS NULL OR answered_at IS NOT NULL),
    CONSTRAINT disputes_closed_has_time CHECK ((status IN ('won', 'lost')) = (closed_at IS NOT NULL))
  )`;

const INDEXES: readonly string[] = [
  `CREATE INDEX disputes_of_payment ON disputes (payment_id)`,
  `CREATE INDEX disputes_by_answerer ON disputes (answered_by) WHERE answered_by IS NOT NULL`,
  `CREATE INDEX disputes_open ON disputes (answer_by) WHERE status IN ('needs_answer', 'answered')`,
];

/** The table of flow of disputes.states.ts. */
const KEEP_RULES = `
  CREATE FUNCTION disputes_keep_rules() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN
      RAISE EXCEPTION 'a dispute is never deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disputes_never_deleted', TABLE = 'disputes';
    END IF;
    IF NEW.status <> OLD.status AND OLD.status IN ('won', 'lost') THEN
      RAISE EXCEPTION 'a dispute that is % stays so', OLD.status
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disputes_ends_are_ends', TABLE = 'disputes';
    END IF;
    RETURN NEW;
  END $$`;
