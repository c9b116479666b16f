import { Injectable } from '@nestjs/common';
import { users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { bigint, boolean, instant, type RowOf, uuid, uuids } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { SETTLED_STATES } from '../rows/payments.states.js';

const SETTLED = `status IN ${SETTLED_STATES}`;
const CHARGE = `payment_type = 'charge' AND purpose <> 'tip'`;

const REFUSED = {
  jobId: uuid('job_id'),
  /** What was taken for the job and not given back because of its hours. */
  takenCents: bigint('taken_cents'),
  refusedAt: instant('refused_at'),
  /** A card holds it, or is asked at this moment. */
  isUnderWay: boolean('is_under_way'),
  guaranteedCents: bigint('guaranteed_cents'),
};

/** Of jobs that any card has refused something for: what is taken by now. */
const sums = (jobs: string): string => `(
  SELECT job_id,
    COALESCE(sum(amount_cents) FILTER (WHERE ${CHARGE} AND ${SETTLED}), 0)
      - COALESCE(sum(amount_cents) FILTER (
          WHERE payment_type = 'refund' AND purpose IN ('hours', 'credit') AND ${SETTLED}), 0) AS taken_cents,
    max(failed_at) FILTER (WHERE ${CHARGE} AND is_current AND status = 'failed') AS refused_at,
    COALESCE(bool_or(status IN ('pending', 'processing', 'authorized')) FILTER (WHERE ${CHARGE}), false) AS is_under_way,
    COALESCE(sum(amount_cents) FILTER (WHERE is_guarantee AND status NOT IN ('failed', 'cancelled')), 0)
      AS guaranteed_cents
  FROM payments WHERE job_id IN (${jobs}) GROUP BY job_id) refused
  WHERE refused_at IS NOT NULL ORDER BY refused_at`;

const OF_CUSTOMER = statement({
  takes: [users.id],
  gives: REFUSED,
  text: (row) =>
    `SELECT ${row} FROM ${sums(`SELECT job_id FROM payments
      WHERE payer_id = $1 AND ${CHARGE} AND status = 'failed'`)}`,
});

const OF_JOBS = statement({
  takes: [uuids],
  gives: REFUSED,
  text: (row) => `SELECT ${row} FROM ${sums(`SELECT unnest($1::uuid[])`)}`,
});

export type RefusedMoney = RowOf<typeof REFUSED>;

/** Jobs for which a card has refused something, with what was taken since; the longest refused first. */
@Injectable()
export class OwedRepository {
  constructor(private readonly database: Database) {}

  ofCustomer(customerId: string): Promise<RefusedMoney[]> {
    return this.database.rows(OF_CUSTOMER, [customerId]);
  }

  ofJobs(jobIds: readonly string[]): Promise<RefusedMoney[]> {
    return this.database.rows(OF_JOBS, [jobIds]);
  }
}
