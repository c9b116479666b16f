import * as en from '@aegis/words/en';
import { beforeAll, describe, expect, it } from 'vitest';
import { speakWith } from './speech';
import { nextFullHour, readTime, timesOfDay } from './wall-times';

beforeAll(() => speakWith('en', en));

describe('times of a day', () => {
  it('are its quarters, as clocks are written', () => {
    const times = timesOfDay(null);
    expect(times).toHaveLength(96);
    expect([times[0], times[49], times[90]].map((time) => time?.label.replaceAll(/\s/g, ' '))).toEqual([
      '12:00 AM',
      '12:15 PM',
      '10:30 PM',
    ]);
  });

  it('have among them the one that was chosen before', () => {
    const times = timesOfDay('18:20').map(({ value }) => value);
    expect(times.slice(times.indexOf('18:15'), times.indexOf('18:15') + 3)).toEqual(['18:15', '18:20', '18:30']);
  });

  it.each([
    ['2026-11-23 18:20:31', '2026-11-23 19:00:00'],
    ['2026-11-23 18:00:00', '2026-11-23 19:00:00'],
    ['2026-12-31 23:05:00', '2027-01-01 00:00:00'],
  ])('after %s are proposed from the next full hour: %s', (wall, next) => expect(nextFullHour(wall)).toBe(next));

  it.each([
    ['10:30 PM', '22:30'],
    ['10:30pm', '22:30'],
    ['1030 p.m.', '22:30'],
    ['22.30', '22:30'],
    ['10', '10:00'],
    ['10 pm', '22:00'],
    ['12 AM', '00:00'],
    ['12:15 pm', '12:15'],
    ['13 pm', null],
    ['25', null],
    ['10:75', null],
    ['noon', null],
  ])('are read of %j as %s', (typed, time) => expect(readTime(typed)).toBe(time));
});
