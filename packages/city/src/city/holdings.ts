import type { JobAnswer } from './customer.js';

/** From `from` until before `to`, in milliseconds. */
interface Span {
  from: number;
  to: number;
}

/** A job in the hands of one guard, and when they were at work on it, if they were. */
export interface Holding {
  jobId: string;
  guardId: string;
  held: Span;
  booked: Span;
  atWork: Span | null;
}

/** What of a timeline says who had a job when. */
export interface Told {
  type: string;
  actor: { id: string | null };
  at: string;
}

const FOREVER = Number.POSITIVE_INFINITY;

/** Who had a job and who worked on it, read from its timeline in order: a job that was given back has had several guards. */
export function holdingsOf(job: Pick<JobAnswer, 'id' | 'startTime' | 'endTime'>, timeline: readonly Told[]): Holding[] {
  const booked = { from: Date.parse(job.startTime), to: Date.parse(job.endTime) };
  const holdings: Holding[] = [];
  for (const { type, actor, at } of timeline) {
    const moment = Date.parse(at);
    const last = holdings.at(-1);
    if (type === 'job.matched')
      holdings.push({
        jobId: job.id,
        guardId: actor.id ?? '',
        held: { from: moment, to: FOREVER },
        booked,
        atWork: null,
      });
    if (type === 'job.started' && last) last.atWork = { from: moment, to: FOREVER };
    if (['job.reopened', 'job.completed', 'job.cancelled'].includes(type) && last?.held.to === FOREVER) {
      last.held.to = moment;
      if (last.atWork) last.atWork.to = moment;
    }
  }
  return holdings;
}

const overlap = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;

const pairs = <T>(all: readonly T[]): [T, T][] =>
  all.flatMap((one, index) => all.slice(index + 1).map((other): [T, T] => [one, other]));

const names = ([a, b]: [Holding, Holding]): string => `${a.jobId} and ${b.jobId} of ${a.guardId}`;

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

const byGuard = (holdings: readonly Holding[]): Holding[][] => [
  ...grouped(holdings, ({ guardId }) => guardId).values(),
];

/** Held at one moment by one guard, and booked for overlapping times. */
export const heldTwice = (holdings: readonly Holding[]): string[] =>
  byGuard(holdings)
    .flatMap(pairs)
    .filter(([a, b]) => overlap(a.held, b.held) && overlap(a.booked, b.booked))
    .map(names);

/** One guard at work on two jobs at one moment. */
export const workedTwice = (holdings: readonly Holding[]): string[] =>
  byGuard(holdings)
    .flatMap(pairs)
    .filter(([a, b]) => a.atWork !== null && b.atWork !== null && overlap(a.atWork, b.atWork))
    .map(names);

/** Two guards at work on one job at one moment. */
export const workedByTwo = (holdings: readonly Holding[]): string[] =>
  [...grouped(holdings, ({ jobId }) => jobId).values()]
    .flatMap(pairs)
    .filter(([a, b]) => a.atWork !== null && b.atWork !== null && overlap(a.atWork, b.atWork))
    .map(names);

/** Booked minutes of a job during which nobody was at work on it. */
export function uncoveredMinutes(job: Pick<JobAnswer, 'startTime' | 'endTime'>, holdings: readonly Holding[]): number {
  const [from, to] = [Date.parse(job.startTime), Date.parse(job.endTime)];
  const worked = holdings.reduce((sum, { atWork }) => {
    if (!atWork) return sum;
    return sum + Math.max(0, Math.min(to, atWork.to) - Math.max(from, atWork.from));
  }, 0);
  return Math.max(0, to - from - worked) / 60_000;
}
