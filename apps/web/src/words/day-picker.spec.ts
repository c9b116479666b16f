import { expect, it } from 'vitest';
import { firstDayOfWeek } from './day-picker';

it.each([
  ['en-US', 0],
  ['es-US', 0],
  ['es-MX', 0],
  ['en-GB', 1],
  ['es-ES', 1],
])('weeks of %s begin on day %i', (tag, day) => expect(firstDayOfWeek(tag)).toBe(day));
