import { Injectable } from '@nestjs/common';
import { users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { boolean } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { identityErrors } from '../../identity/identity.errors.js';
import { privacyErrors } from '../privacy.errors.js';

const OPEN = statement({
  takes: [users.id],
  gives: {
    jobs: boolean(`EXISTS (SELECT FROM jobs WHERE (customer_id = $1 OR guard_id = $1)
                             AND status NOT IN ('completed', 'cancelled'))`),
    payments: boolean(`EXISTS (SELECT FROM payments WHERE (payer_id = $1 OR payee_id = $1)
                                 AND status IN ('pending', 'processing', 'authorized', 'disputed'))`),
  },
  text: (row) => `SELECT ${row}`,
});

/** Nobody leaves while the other party of a job still counts on them, or while money of theirs is on its way. */
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
