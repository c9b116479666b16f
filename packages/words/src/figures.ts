import { type Language, LOCALES } from './languages.js';

const METERS_PER_MILE = 1609.344;
const MINUTES_PER_HOUR = 60;
const DAY = { month: 'short', day: 'numeric', year: 'numeric' } as const;

/** Amounts, moments and distances as they are written in one language, in the United States. */
export interface Figures {
  money: (cents: number) => string;
  /** 6:02 PM, in the zone of the place, because that is where people have to be. */
  clock: (moment: Date, timeZone: string) => string;
  /** Mon, Nov 23, 6:02 PM */
  dateAndClock: (moment: Date, timeZone: string) => string;
  /** November 23, 2026: a day of the calendar (2026-11-23), wherever one is. */
  day: (date: string) => string;
  miles: (meters: number) => string;
  /** Dec 31, 2026, in the zone of the place. */
  dayOf: (moment: Date, timeZone: string) => string;
  /** Dec 31, 2026, 6:30 PM PST: what is kept for years, and read elsewhere. */
  exact: (moment: Date, timeZone: string) => string;
  /** December 2026, or 2026. */
  period: (period: string) => string;
  /** 8.875 */
  percent: (percent: number) => string;
}

const made = new Map<Language, Figures>();

export function figuresIn(language: Language): Figures {
  const figures = made.get(language) ?? figuresOf(LOCALES[language]);
  made.set(language, figures);
  return figures;
}

function figuresOf(locale: string): Figures {
  const dollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const exactly = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  return {
    money: (cents) => dollars.format(cents / 100),
    clock: (moment, timeZone) => moment.toLocaleTimeString(locale, { timeZone, hour: 'numeric', minute: '2-digit' }),
    dateAndClock: (moment, timeZone) =>
      moment.toLocaleString(locale, {
        timeZone,
        weekday: 'short',
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
      }),
    day: (date) =>
      new Date(`${date}T00:00:00Z`).toLocaleDateString(locale, {
        timeZone: 'UTC',
        year: 'numeric',
        month: 'long',
        day: 'numeric',
      }),
    dayOf: (moment, timeZone) => moment.toLocaleDateString(locale, { timeZone, ...DAY }),
    exact: (moment, timeZone) =>
      moment.toLocaleString(locale, { timeZone, ...DAY, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }),
    period: (period) =>
      period.includes('-')
        ? new Date(period).toLocaleDateString(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' })
        : period,
    percent: (percent) => exactly.format(percent),
    miles: (meters) => `${tenths.format(meters / METERS_PER_MILE)} mi`,
  };
}

/** 2 h 10 min, which is read alike in every language that there is. */
export function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / MINUTES_PER_HOUR), minutes % MINUTES_PER_HOUR];
  return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
}
