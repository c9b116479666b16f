import { DAY_MS, HOUR_MS, shift } from './duration.js';

/** One day of a calendar: from its first moment to that of the next; 23 to 25 hours where clocks are changed. */
export interface CalendarDay {
  /** YYYY-MM-DD */
  day: string;
  from: Date;
  until: Date;
}

/** The last `count` days in a time zone (IANA), that of `now` last; the day of `now` has not ended. */
export function lastDays(now: Date, count: number, timeZone: string): CalendarDay[] {
  const today = Date.parse(dayAt(now.getTime(), timeZone));
  const starts = Array.from({ length: count + 1 }, (_, index) => today + (index + 1 - count) * DAY_MS);
  const moments = starts.map((midnight) => startOf(midnight, timeZone));
  return starts.slice(0, count).map((midnight, index) => ({
    day: new Date(midnight).toISOString().slice(0, 10),
    from: moments[index] ?? now,
    until: moments[index + 1] ?? now,
  }));
}

/** A month (`2026-03`) or a year (`2026`) in a time zone (IANA), from its first moment to that of the next. */
export function periodIn(period: string, timeZone: string): { from: Date; until: Date } {
  const first = new Date(period);
  const isYear = !period.includes('-');
  const next = Date.UTC(first.getUTCFullYear() + (isYear ? 1 : 0), first.getUTCMonth() + (isYear ? 0 : 1));
  return { from: startOf(first.getTime(), timeZone), until: startOf(next, timeZone) };
}

/** No zone is further from UTC. */
const FARTHEST_ZONE_MS = 14 * HOUR_MS;

/** The same in whatever time zone: from its first moment anywhere to its last. */
export function periodAnywhere(period: string): { from: Date; until: Date } {
  const { from, until } = periodIn(period, 'UTC');
  return { from: shift(from, -FARTHEST_ZONE_MS), until: shift(until, FARTHEST_ZONE_MS) };
}

/** The first moments of days that follow each other, and the end of the last. */
export const boundsOf = (days: readonly CalendarDay[]): Date[] => [
  ...days.map(({ from }) => from),
  ...days.slice(-1).map(({ until }) => until),
];

const formatters = new Map<string, Intl.DateTimeFormat>();
/** The zones of the world are about six hundred; names of anything else are refused before. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
  formatters.set(timeZone, known);
  return known;
}

/** What clocks in the zone show, as if it were UTC. */
const wallClock = (at: number, timeZone: string): number =>
  Date.parse(`${formatterOf(timeZone).format(at).replace(' ', 'T')}Z`);

const dayAt = (at: number, timeZone: string): string => new Date(wallClock(at, timeZone)).toISOString().slice(0, 10);

/** The first moment of a day; where its midnight is skipped, the moment after it. */
function startOf(midnight: number, timeZone: string): Date {
  const day = new Date(midnight).toISOString().slice(0, 10);
  // Zones are up to 14 hours ahead of UTC and 12 behind it. The offset before and the one after are tried.
  const offsets = [-14 * HOUR_MS, 12 * HOUR_MS].map((away) => {
    const near = midnight + away;
    return wallClock(near, timeZone) - near;
  });
  const candidates = offsets.map((offset) => midnight - offset).filter((at) => dayAt(at, timeZone) === day);
  return new Date(Math.min(...candidates));
}
