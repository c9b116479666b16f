import type { MarketRules } from '@aegis/contract';
import type { City } from './city.js';
import type { Invariant, Shifts } from './invariants.js';
import { type Booking, gini, median } from './records.js';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

const minutes = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / MINUTE_MS;
const shown = (value: number | null, unit: string): string => (value === null ? '-' : `${value.toFixed(1)} ${unit}`);
const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

/** The figures of a day; the same seed gives the same lines. */
export function figuresOf(
  { bookings, guards, counts }: Pick<City, 'bookings' | 'guards' | 'counts'>,
  { soonHours }: Pick<MarketRules, 'soonHours'>,
  { uncoveredMinutes }: Pick<Shifts, 'uncoveredMinutes'>,
): string[] {
  const wanted = bookings.filter(({ cancelled }) => cancelled !== 'customer');
  const done = bookings.filter(({ completedAt }) => completedAt !== null);
  const soon = (booking: Booking): boolean => booking.startsInMinutes <= soonHours * HOUR_MINUTES;
  const toAcceptance = (of: readonly Booking[]): number | null =>
    median(of.flatMap(({ bookedAt, acceptedAt }) => (acceptedAt ? [minutes(bookedAt, acceptedAt)] : [])));
  const toArrival = median(
    done
      .filter(soon)
      .flatMap(({ acceptedAt, arrivedAt }) => (acceptedAt && arrivedAt ? [minutes(acceptedAt, arrivedAt)] : [])),
  );
  const perGuard = guards.map(({ jobsDone }) => jobsDone);
  const rows: [string, string][] = [
    ['Jobs booked', String(bookings.length)],
    ['  cancelled by their customers', String(bookings.length - wanted.length)],
    ['  that nobody took', String(bookings.filter(({ cancelled }) => cancelled === 'nobody').length)],
    ['  completed', String(done.length)],
    ['Fill rate (completed, of those not cancelled by the customer)', percent(done.length, wanted.length)],
    [`Median time to the acceptance, jobs within ${soonHours} h`, shown(toAcceptance(wanted.filter(soon)), 'min')],
    ['Median time to the acceptance, later jobs', shown(toAcceptance(wanted.filter((one) => !soon(one))), 'min')],
    [`Median time from acceptance to arrival, jobs within ${soonHours} h`, shown(toArrival, 'min')],
    ['Booked minutes of completed jobs that nobody covered', String(uncoveredMinutes)],
    ['Jobs per guard: most', String(Math.max(0, ...perGuard))],
    ['Jobs per guard: mean', (done.length / Math.max(1, guards.length)).toFixed(2)],
    ['Jobs per guard: Gini', gini(perGuard).toFixed(3)],
    ...counts.entries.map(([what, count]): [string, string] => [sentence(what), String(count)]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

export const verdictsOf = (invariants: readonly Invariant[]): string[] =>
  invariants.map(({ name, broken, seen }) =>
    broken.length === 0 ? `holds   ${name} (${seen})` : `BROKEN  ${name}: ${broken.slice(0, 5).join('; ')}`,
  );

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
