import { locale } from './speech';

/** "November 27, 2026", of a day as a calendar has it: "2026-11-27". */
export const wholeDay = (day: string): string =>
  new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(`${day}T00:00:00Z`));
