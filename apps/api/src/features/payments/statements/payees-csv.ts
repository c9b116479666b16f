import { figure } from '../../../platform/money/money.js';
import { fullName } from '../../identity/users/full-name.js';
import type { PaidInYear } from './payees-of-year.js';

const COLUMNS = ['guard', 'name', 'email', 'stripe_account', 'time_zone', 'jobs', 'paid', 'taken_back', 'total'];

/** A line for the names of the columns, and one for each. */
export function payeesCsv(paid: readonly PaidInYear[]): string[] {
  const rows = paid.map(({ payee, timeZone, jobs, paidCents, takenBackCents }) => [
    ...[payee.id, fullName(payee), payee.email, payee.stripeAccountId ?? '', timeZone, String(jobs)],
    ...[paidCents, takenBackCents, paidCents - takenBackCents].map(figure),
  ]);
  return [COLUMNS, ...rows].map((cells) => cells.map(quoted).join(','));
}

/** What begins like a formula is read as one by spreadsheets; names are what people have typed. */
const quoted = (cell: string): string => {
  const harmless = /^[=+@\t\r]|^-(?!\d)/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
