import { locale } from './speech';

const TIMES_AN_HOUR = 4;
const TIMES_A_DAY = 24 * TIMES_AN_HOUR;
const HOUR_MS = 3_600_000;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** "18:15" as clocks are written where one reads: "6:15 PM". */
function written(time: string): string {
  const format = new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
  return format.format(new Date(`1970-01-01T${time}Z`));
}

/** Times of a day to choose from, each quarter of an hour; and the one that is chosen, where it is none of them. */
export function timesOfDay(chosen: string | null): { value: string; label: string }[] {
  const times = Array.from({ length: TIMES_A_DAY }, (_, index) => {
    const minutes = ((index % TIMES_AN_HOUR) * 60) / TIMES_AN_HOUR;
    return `${twoDigits(Math.floor(index / TIMES_AN_HOUR))}:${twoDigits(minutes)}`;
  });
  const all = chosen === null || times.includes(chosen) ? times : [...times, chosen].sort();
  return all.map((value) => ({ value, label: written(value) }));
}

/** "2026-11-23 18:20:00": day and time of it; null where nothing is chosen. */
export const dayOfWall = (wall: string | null): string | null => wall?.slice(0, 10) ?? null;
export const timeOfWall = (wall: string | null): string | null => wall?.slice(11, 16) ?? null;
export const wallOf = (day: string, time: string): string => `${day} ${time}:00`;

/** The next full hour on a clock that shows `wall` now. */
export function nextFullHour(wall: string): string {
  const next = new Date(Math.floor(Date.parse(`${wall.replace(' ', 'T')}Z`) / HOUR_MS + 1) * HOUR_MS);
  return next.toISOString().slice(0, 19).replace('T', ' ');
}

/** What somebody types for a time, as a clock shows it: "10:30 PM", "1030pm", "22.30", "10"; null: none. */
export function readTime(typed: string): string | null {
  const found = /^\s*(\d{1,2})(?:[:.h\s]?(\d{2}))?\s*(?:([ap])\.?\s*m?\.?)?\s*$/i.exec(typed);
  if (!found) return null;
  const [, hour = '', minute = '0', half = ''] = found;
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hours > 23 || Number(minute) > 59 || (half !== '' && (Number(hour) < 1 || Number(hour) > 12))) return null;
  return `${twoDigits(hours)}:${twoDigits(Number(minute))}`;
}
