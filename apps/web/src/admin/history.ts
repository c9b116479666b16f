import type { JobStatus } from '@aegis/contract';

export interface JobPoint {
  requestedAt: string;
  status: JobStatus;
  matchedAt: string | null;
  startTime: string;
}

export interface MoneyPoint {
  type: 'charge' | 'payout' | 'refund';
  status: string;
  amountCents: number;
  succeededAt: string | null;
}

const dayKey = (at: string): string => at.slice(0, 10);

const A_DAY_MS = 86_400_000;

/** The last `days` days in UTC, today included, oldest first. */
export function lastDays(days: number, now: number): string[] {
  return Array.from({ length: days }, (_, index) =>
    new Date(now - (days - 1 - index) * A_DAY_MS).toISOString().slice(0, 10),
  );
}

export type JobsOfDay = { day: string } & Record<JobStatus, number>;

/** Jobs by the day they were asked for, in the state they are in now. */
export function jobsByDay(jobs: readonly JobPoint[], days: readonly string[]): JobsOfDay[] {
  return days.map((day) => {
    const line: JobsOfDay = { day, requested: 0, matched: 0, in_progress: 0, completed: 0, cancelled: 0 };
    for (const job of jobs) if (dayKey(job.requestedAt) === day) line[job.status] += 1;
    return line;
  });
}

/** Of the jobs whose search is over, how many found a guard; null while none is over. */
export function fillRate(jobs: readonly JobPoint[]): number | null {
  const over = jobs.filter(({ status }) => status !== 'requested');
  if (over.length === 0) return null;
  return over.filter(({ matchedAt }) => matchedAt !== null).length / over.length;
}

/** Median of the seconds from request to acceptance; null while nobody has accepted. */
export function medianSecondsToMatch(jobs: readonly JobPoint[]): number | null {
  const waits = jobs
    .flatMap(({ requestedAt, matchedAt }) =>
      matchedAt === null ? [] : [Date.parse(matchedAt) - Date.parse(requestedAt)],
    )
    .sort((one, other) => one - other);
  const middle = waits[Math.floor(waits.length / 2)];
  return middle === undefined ? null : middle / 1000;
}

export interface MoneyOfDay {
  day: string;
  charged: number;
  paidOut: number;
  refunded: number;
}

/** Settled money by day, in dollars as charts draw it. */
export function moneyByDay(rows: readonly MoneyPoint[], days: readonly string[]): MoneyOfDay[] {
  const sum = (day: string, type: MoneyPoint['type']): number =>
    rows
      .filter((row) => row.type === type && row.succeededAt !== null && dayKey(row.succeededAt) === day)
      .reduce((cents, row) => cents + row.amountCents, 0) / 100;
  return days.map((day) => ({
    day,
    charged: sum(day, 'charge'),
    paidOut: sum(day, 'payout'),
    refunded: sum(day, 'refund'),
  }));
}
