import type { GuardProfile } from './guard-profile';

type Week = NonNullable<GuardProfile['workingWeek']>;

/** Hours of one day as they are typed; `to` is on the next day unless it is later than `from`. */
export interface DayHours {
  /** 0 is Monday. */
  day: number;
  /** HH:MM */
  from: string;
  to: string;
}

const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Of their words. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
};

const timeOf = (minute: number): string => {
  const ofDay = minute % DAY_MINUTES;
  return [Math.floor(ofDay / 60), ofDay % 60].map((part) => String(part).padStart(2, '0')).join(':');
};

/** Minutes since Monday 0:00; a night from Sunday goes on at the beginning of the week. */
export function weekOf(hours: readonly DayHours[]): Week {
  return hours.flatMap(({ day, from, to }) => {
    const begins = minutesOf(from);
    const ends = minutesOf(to);
    const fromMinute = day * DAY_MINUTES + begins;
    const toMinute = day * DAY_MINUTES + ends + (ends <= begins ? DAY_MINUTES : 0);
    if (toMinute <= WEEK_MINUTES) return [{ fromMinute, toMinute }];
    return [
      { fromMinute, toMinute: WEEK_MINUTES },
      { fromMinute: 0, toMinute: toMinute - WEEK_MINUTES },
    ];
  });
}

/** As they would be typed: what was joined on the server, whole days side by side, in pieces of a day at most. */
export function dayHoursOf(week: Week): DayHours[] {
  return joinSundayNight(week)
    .flatMap(inDays)
    .map(({ fromMinute, toMinute }) => ({
      day: Math.floor(fromMinute / DAY_MINUTES),
      from: timeOf(fromMinute),
      to: timeOf(toMinute),
    }));
}

function joinSundayNight(week: Week): Week {
  const [first, last] = [week[0], week.at(-1)];
  if (!first || !last || week.length < 2) return week;
  const isNight = first.fromMinute === 0 && last.toMinute === WEEK_MINUTES;
  const lasts = first.toMinute + WEEK_MINUTES - last.fromMinute;
  if (!isNight || lasts > DAY_MINUTES) return week;
  return [...week.slice(1, -1), { fromMinute: last.fromMinute, toMinute: last.fromMinute + lasts }];
}

function inDays({ fromMinute, toMinute }: Week[number]): Week {
  if (toMinute - fromMinute <= DAY_MINUTES) return [{ fromMinute, toMinute }];
  const midnight = (Math.floor(fromMinute / DAY_MINUTES) + 1) * DAY_MINUTES;
  return [{ fromMinute, toMinute: midnight }, ...inDays({ fromMinute: midnight, toMinute })];
}
