import { periodAnywhere, periodIn } from '../../../platform/clock/calendar.js';
import type { Payee, StatementsRepository } from './statements.repository.js';
import { zoneOfPayee } from './zone-of-payee.js';

export interface PaidInYear {
  payee: Payee;
  timeZone: string;
  /** How many jobs something was paid for. */
  jobs: number;
  paidCents: number;
  takenBackCents: number;
}

/**
 * What each guard was paid in a year, as their own statement of it says: the year is that of their zone, and what was taken back
 * counts when it was. Who was paid nothing in theirs is not among them.
 */
export async function payeesOfYear(repository: StatementsRepository, year: string): Promise<PaidInYear[]> {
  const { from, until } = periodAnywhere(year);
  const near = await repository.payeesBetween(from, until);
  const paid: PaidInYear[] = [];
  for (const payee of near) {
    const timeZone = zoneOfPayee(payee);
    const theirs = periodIn(year, timeZone);
    const lines = await repository.payoutsBetween(payee.id, theirs.from, theirs.until);
    if (lines.length === 0) continue;
    const sum = (of: 'paidCents' | 'takenBackCents'): number => lines.reduce((cents, line) => cents + line[of], 0);
    const jobs = new Set(lines.filter(({ paidCents }) => paidCents > 0).map(({ jobId }) => jobId)).size;
    paid.push({ payee, timeZone, jobs, paidCents: sum('paidCents'), takenBackCents: sum('takenBackCents') });
  }
  return paid;
}
