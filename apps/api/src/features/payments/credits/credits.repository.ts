import { Injectable } from '@nestjs/common';
import { credits, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { bigint, integer, type RowOf, uuid } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const { updatedAt: _, ...CREDIT } = credits;
export type CreditRow = RowOf<typeof CREDIT>;

const LEFT = 'amount_cents - used_cents - withdrawn_cents';

const ADD = statement({
  takes: [
    ...([credits.id, credits.customerId, credits.jobId, credits.amountCents] as const),
    ...([credits.reason, credits.givenBy, credits.givenAt] as const),
  ],
  text: `
    INSERT INTO credits (id, customer_id, job_id, amount_cents, reason, given_by, given_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)`,
});

const OF_CUSTOMER = statement({
  takes: [users.id, integer],
  gives: CREDIT,
  text: (row) => `SELECT ${row} FROM credits WHERE customer_id = $1 ORDER BY given_at DESC, id LIMIT $2`,
});

const AVAILABLE = statement({
  name: 'credit_available',
  takes: [users.id],
  gives: { cents: bigint(`COALESCE(sum(${LEFT}), 0)`) },
  text: (row) => `SELECT ${row} FROM credits WHERE customer_id = $1`,
});

/** In one order, so that two jobs of a customer that end at once wait for each other instead of for ever. */
const LOCK_ALL = statement({
  takes: [users.id],
  gives: CREDIT,
  text: (row) => `SELECT ${row} FROM credits WHERE customer_id = $1 ORDER BY given_at, id FOR NO KEY UPDATE`,
});

const USE = statement({
  takes: [credits.id, integer],
  text: `UPDATE credits SET used_cents = used_cents + $2 WHERE id = $1`,
});

const WITHDRAW = statement({
  takes: [credits.id, integer],
  text: `UPDATE credits SET withdrawn_cents = withdrawn_cents + $2 WHERE id = $1`,
});

const LOCK_ONE = statement({
  takes: [credits.id],
  gives: CREDIT,
  text: (row) => `SELECT ${row} FROM credits WHERE id = $1 FOR NO KEY UPDATE`,
});

/** Of each customer, what their credits say is used beside what has paid for jobs; those that agree are left out. */
const CREDIT_APART = {
  customerId: uuid('customer_id'),
  usedCents: bigint('COALESCE(sum(used), 0)'),
  paidCents: bigint('COALESCE(sum(paid), 0)'),
};
export type CreditApart = RowOf<typeof CREDIT_APART>;

const APART = statement({
  gives: CREDIT_APART,
  text: (row) => `
    SELECT ${row} FROM (
      SELECT customer_id, used_cents AS used, 0 AS paid FROM credits
      UNION ALL
      SELECT COALESCE(payer_id, payee_id), 0, CASE payment_type WHEN 'charge' THEN amount_cents ELSE -amount_cents END
      FROM payments
      WHERE purpose = 'credit' AND payment_type <> 'payout' AND succeeded_at IS NOT NULL) both_sides
    GROUP BY customer_id HAVING sum(used) <> sum(paid)`,
});

@Injectable()
export class CreditsRepository {
  constructor(private readonly database: Database) {}

  async add({ id, customerId, jobId, amountCents, reason, givenBy, givenAt }: CreditRow): Promise<void> {
    await this.database.run(ADD, [id, customerId, jobId, amountCents, reason, givenBy, givenAt]);
  }

  /** The newest first. */
  ofCustomer(customerId: string, limit: number): Promise<CreditRow[]> {
    return this.database.rows(OF_CUSTOMER, [customerId, limit]);
  }

  async availableCents(customerId: string): Promise<number> {
    return (await this.database.row(AVAILABLE, [customerId]))?.cents ?? 0;
  }

  /** Until the end of the open transaction nobody else's. */
  lock(id: string): Promise<CreditRow | null> {
    return this.database.row(LOCK_ONE, [id]);
  }

  /** The same of all of a customer, the oldest first. */
  lockAll(customerId: string): Promise<CreditRow[]> {
    return this.database.rows(LOCK_ALL, [customerId]);
  }

  /** Less than nothing gives it back. */
  async use(id: string, cents: number): Promise<void> {
    await this.database.run(USE, [id, cents]);
  }

  async withdraw(id: string, cents: number): Promise<void> {
    await this.database.run(WITHDRAW, [id, cents]);
  }

  /** Whose credits and payments do not say the same. */
  apart(): Promise<CreditApart[]> {
    return this.database.rows(APART, []);
  }
}
