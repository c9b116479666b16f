import type { WorkingHours } from '@aegis/contract';

type Week = NonNullable<WorkingHours['workingWeek']>;

/** Weekly hours as the database keeps them: minutes since Monday 0:00, `{[540,1020)}`. */
export const rangesOfWeek = (week: Week): string =>
  `{${week.map(({ fromMinute, toMinute }) => `[${fromMinute},${toMinute})`).join(',')}}`;

/** Days off likewise; `lastDay` is off too. */
export const rangesOfDays = (days: WorkingHours['daysOff']): string =>
  `{${days.map(({ firstDay, lastDay }) => `[${firstDay},${lastDay}]`).join(',')}}`;
