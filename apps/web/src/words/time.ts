import lookUpZone from '@photostructure/tz-lookup';
import type { Position } from '@aegis/contract';
import { now, today } from './now';
import { locale } from './speech';
import { words } from './words';

/** A zone by its IANA name; null: the reader's own. */
export type Zone = string | null;

export const zoneAt = ({ lat, lng }: Position): string => lookUpZone(lat, lng);

const options = (zone: Zone, rest: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions =>
  zone === null ? rest : { ...rest, timeZone: zone };

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: Zone, rest: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale(), zone, rest]);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale(), options(zone, rest));
  formatters.set(key, known);
  return known;
}

const CLOCK: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', month: 'short', day: 'numeric' };

const DAY_OF_YEAR: Intl.DateTimeFormatOptions = { ...DAY, year: 'numeric' };

const yearOf = (at: Date, zone: Zone): string => formatter(zone, { year: 'numeric' }).format(at);
const isOfThisYear = (at: Date, zone: Zone): boolean => yearOf(at, zone) === yearOf(today(), zone);

const dayKey = (at: Date, zone: Zone): string =>
  formatter(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

const A_DAY_MS = 86_400_000;

type NearDay = 'today' | 'tomorrow' | 'yesterday';

/** Null: another day. */
function nearDay(at: Date, zone: Zone): NearDay | null {
  const [key, ms] = [dayKey(at, zone), now()];
  if (key === dayKey(new Date(ms), zone)) return 'today';
  if (key === dayKey(new Date(ms + A_DAY_MS), zone)) return 'tomorrow';
  return key === dayKey(new Date(ms - A_DAY_MS), zone) ? 'yesterday' : null;
}

/** "today", "tomorrow", or the date. */
function dayOf(at: Date, zone: Zone): string {
  const near = nearDay(at, zone);
  if (near !== null) return words(`terms.${near}`);
  return formatter(zone, isOfThisYear(at, zone) ? DAY : DAY_OF_YEAR).format(at);
}

/** "PST" */
export function zoneName(zone: Zone, at = today()): string {
  const parts = formatter(zone, { timeZoneName: 'short' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** "Pacific Time": in a sentence, where letters in the place of the zone would be looked up. */
export function zoneInWords(zone: string): string {
  const parts = formatter(zone, { timeZoneName: 'longGeneric' }).formatToParts(today());
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** "Jun 30, 2028": a day of the calendar (2028-06-30), wherever one is. */
export const calendarDay = (day: string): string =>
  formatter('UTC', { year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(`${day}T00:00:00Z`));

/** "6:02 PM", which is not torn apart at the end of a line. */
export const clock = (at: string, zone: Zone): string =>
  formatter(zone, CLOCK).format(new Date(at)).replaceAll(/\s/g, '\u00a0');

/** "6:02 PM" today, "Mon, Nov 23, 6:02 PM" on another day. */
export function moment(at: string, zone: Zone = null): string {
  const [day, time] = [new Date(at), clock(at, zone)];
  return nearDay(day, zone) === 'today' ? time : words('terms.dayAndTime', { day: dayOf(day, zone), time });
}

/** "at 6:02 PM" today, "tomorrow at 6:02 PM", "on Mon, Nov 23 at 6:02 PM": inside a sentence. */
export function atMoment(at: string, zone: Zone = null): string {
  const [day, time] = [new Date(at), clock(at, zone)];
  const near = nearDay(day, zone);
  return near === null ? words('terms.at.day', { day: dayOf(day, zone), time }) : words(`terms.at.${near}`, { time });
}

/** "today, 6:00 PM to 10:00 PM PST" */
export function span(from: string, to: string, zone: Zone = null): string {
  const begin = dayOf(new Date(from), zone);
  const end = dayOf(new Date(to), zone);
  const [begins, ends] = [clock(from, zone), clock(to, zone)];
  return words('terms.span', {
    from: words('terms.dayAndTime', { day: begin, time: begins }),
    until: begin === end ? ends : words('terms.dayAndTime', { day: end, time: ends }),
    zone: zoneName(zone, new Date(from)),
  });
}

/** "2 h 10 min" */
export function duration(minutes: number): string {
  const all = Math.max(0, Math.round(minutes));
  const hours = Math.floor(all / 60);
  const rest = all % 60;
  if (hours === 0) return `${rest} min`;
  const whole = hours.toLocaleString(locale());
  return rest === 0 ? `${whole} h` : `${whole} h ${rest} min`;
}

/** "12 s ago", "3 min ago", "2 h ago" */
export function ago(seconds: number): string {
  if (seconds < 5) return words('terms.ago.now');
  if (seconds < 60) return words('terms.ago.seconds', { count: Math.round(seconds) });
  if (seconds < 5400) return words('terms.ago.minutes', { count: Math.round(seconds / 60) });
  return words('terms.ago.hours', { count: Math.round(seconds / 3600) });
}

/** "0:47" */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const minutes = Math.floor(left / 60);
  return minutes >= 60
    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${minutes}:${String(left % 60).padStart(2, '0')}`;
}

/**
 * The moment at which clocks in `zone` show `wall` ("2026-11-23 18:00:00"). Of an hour that comes twice, the first; in the one that
 * is skipped, as much later as clocks are put forward: 02:30 is 03:30.
 */
export function atWallClock(wall: string, zone: Zone): Date {
  const asUtc = Date.parse(`${wall.replace(' ', 'T')}Z`);
  const [before, after] = [asUtc - A_DAY_MS, asUtc + A_DAY_MS].map((near) => offsetMs(new Date(near), zone));
  const [early, late] = [new Date(asUtc - (before ?? 0)), new Date(asUtc - (after ?? 0))];
  const shows = (at: Date): boolean => at.getTime() + offsetMs(at, zone) === asUtc;
  return shows(early) || !shows(late) ? early : late;
}

/** What clocks in `zone` show at `at`, as pickers want it. */
export function wallClock(at: Date, zone: Zone): string {
  return new Date(at.getTime() + offsetMs(at, zone)).toISOString().slice(0, 19).replace('T', ' ');
}

function offsetMs(at: Date, zone: Zone): number {
  if (zone === null) return -at.getTimezoneOffset() * 60_000;
  const parts = formatter(zone, {
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const read = (name: string): number => Number(parts.find(({ type }) => type === name)?.value);
  const shown = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return shown - Math.floor(at.getTime() / 1000) * 1000;
}
