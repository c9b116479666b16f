import { Injectable } from '@nestjs/common';
import { users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { boolean } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { identityErrors } from '../../identity/identity.errors.js';
import { privacyErrors } from '../privacy.errors.js';

/** It is let go of with its job, for which nobody has come yet. */
const IS_HOLD_OF_OPEN_JOB = `p.payment_type = 'charge' AND p.status <> 'disputed'
  AND EXISTS (SELECT FROM jobs j WHERE j.id = p.job_id AND j.status = 'requested')`;

const OPEN = statement({
  takes: [users.id],
  gives: {
    jobs: boolean(`EXISTS (SELECT FROM jobs WHERE customer_id = $1 AND status IN ('matched', 'in_progress')
                                               OR guard_id = $1 AND status = 'in_progress')`),
    payments: boolean(`EXISTS (SELECT FROM payments p WHERE (payer_id = $1 OR payee_id = $1)
                                 AND status IN ('pending', 'processing', 'authorized', 'disputed')
                                 AND NOT (p.payer_id = $1 AND ${IS_HOLD_OF_OPEN_JOB}))`),
  },
  text: (row) => `SELECT ${row}`,
});

/**
 * Nobody leaves while the other party of a job counts on them, or while money of theirs is on its way. A job that no guard has
 * taken ends with the account, and a guard's job that has not begun goes to another.
 */
@Injectable()
export class OpenBusiness {
  constructor(private readonly database: Database) {}

  /** @throws 409 */
  async refuseOpen(userId: string): Promise<void> {
    const open = await this.database.row(OPEN, [userId]);
    if (open?.jobs) throw identityErrors.problem('account_busy');
    if (open?.payments) throw privacyErrors.problem('unsettled_money');
  }
}
