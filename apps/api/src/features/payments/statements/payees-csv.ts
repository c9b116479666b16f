import { csvLine } from '@aegis/words/csv';
import { figure } from '../../../platform/money/money.js';
import { fullName } from '../../identity/users/full-name.js';
import type { PaidInYear } from './payees-of-year.js';

const COLUMNS = ['guard', 'name', 'email', 'stripe_account', 'time_zone', 'jobs', 'paid', 'taken_back', 'total'];

/** A line for the names of the columns, and one for each. */
export function payeesCsv(paid: readonly PaidInYear[]): string[] {
  const rows = paid.map(({ payee, timeZone, jobs, paidCents, takenBackCents }) => [
    ...[payee.id, fullName(payee), payee.email, payee.stripeAccountId, timeZone, jobs],
    ...[paidCents, takenBackCents, paidCents - takenBackCents].map(figure),
  ]);
  return [COLUMNS, ...rows].map(csvLine);
}
