import * as en from '@aegis/words/en';
import * as es from '@aegis/words/es';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { capital } from './capital';
import { speakWith } from './speech';
import {
  ago,
  atMoment,
  atWallClock,
  calendarDay,
  duration,
  moment,
  span,
  wallClock,
  zoneInWords,
  zoneName,
} from './time';

beforeEach(() => speakWith('en', en));

const ZONE = 'America/Los_Angeles';

describe('a time on another day', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-23T20:00:00Z') }));
  afterEach(() => void vi.useRealTimers());

  it('has its day, alone and in a sentence', () => {
    expect([moment, atMoment].map((say) => say('2026-11-24T02:02:00Z', ZONE))).toEqual([
      '6:02\u00a0PM',
      'at 6:02\u00a0PM',
    ]);
    expect([moment, atMoment].map((say) => say('2026-11-24T20:30:00Z', ZONE))).toEqual([
      'tomorrow, 12:30\u00a0PM',
      'tomorrow at 12:30\u00a0PM',
    ]);
    expect([moment, atMoment].map((say) => say('2026-11-28T20:30:00Z', ZONE))).toEqual([
      'Sat, Nov 28, 12:30\u00a0PM',
      'on Sat, Nov 28 at 12:30\u00a0PM',
    ]);
  });

  it('has its year when it is another one', () => {
    expect(moment('2027-02-03T20:30:00Z', ZONE)).toBe('Wed, Feb 3, 2027, 12:30\u00a0PM');
    expect(span('2025-07-04T20:30:00Z', '2025-07-05T00:30:00Z', ZONE)).toBe(
      'Fri, Jul 4, 2025, 1:30\u00a0PM to 5:30\u00a0PM\u00a0PDT',
    );
  });

  it('is written as it is in Spanish', () => {
    speakWith('es', es);
    const said = [moment, atMoment].map((say) => say('2026-11-24T20:30:00Z', ZONE).replaceAll(/\s/g, ' '));
    expect(said).toEqual(['mañana, 12:30 p.m.', 'mañana, 12:30 p.m.']);
  });
});

describe('the clock at a place', () => {
  it.each([
    ['a winter evening', '2026-01-15 18:00:00', '2026-01-16T02:00:00.000Z'],
    ['a summer evening', '2026-07-15 18:00:00', '2026-07-16T01:00:00.000Z'],
    ['the hour that is skipped in spring, which is the one after', '2026-03-08 02:30:00', '2026-03-08T10:30:00.000Z'],
    ['the minute before it', '2026-03-08 01:59:00', '2026-03-08T09:59:00.000Z'],
    ['the hour after it', '2026-03-08 03:30:00', '2026-03-08T10:30:00.000Z'],
    ['the hour that comes twice in autumn, which is the first', '2026-11-01 01:30:00', '2026-11-01T08:30:00.000Z'],
    ['the hour after both', '2026-11-01 02:30:00', '2026-11-01T10:30:00.000Z'],
  ])('shows %s', (_what, wall, at) => expect(atWallClock(wall, ZONE).toISOString()).toBe(at));

  it('is read back as it was set, but in the hour that nobody has', () => {
    for (const wall of ['2026-01-15 18:00:00', '2026-03-08 03:30:00', '2026-11-01 01:30:00', '2026-11-01 02:30:00'])
      expect(wallClock(atWallClock(wall, ZONE), ZONE)).toBe(wall);
    expect(wallClock(atWallClock('2026-03-08 02:30:00', ZONE), ZONE)).toBe('2026-03-08 03:30:00');
  });

  it('has the name of its zone on that day', () => {
    expect(['2026-07-15T12:00:00Z', '2026-12-15T12:00:00Z'].map((at) => zoneName(ZONE, new Date(at)))).toEqual([
      'PDT',
      'PST',
    ]);
  });
});

it('a zone and a day of the calendar are said as people say them, in each language', () => {
  expect([zoneInWords(ZONE), calendarDay('2028-06-30')]).toEqual(['Pacific Time', 'Jun 30, 2028']);
  speakWith('es', es);
  expect([zoneInWords(ZONE), calendarDay('2028-06-30')]).toEqual(['hora del Pacífico', '30 jun 2028']);
});

it('of a year of work the hours are written like other large numbers', () => {
  expect([0, 59, 130, 72_000, 72_030].map(duration)).toEqual([
    '0 min',
    '59 min',
    '2 h 10 min',
    '1,200 h',
    '1,200 h 30 min',
  ]);
});

it('what was a minute ago is not told in seconds', () => {
  expect([59, 60, 89].map(ago)).toEqual(['59 s ago', '1 min ago', '1 min ago']);
});

it('a line begins with a capital letter', () => {
  expect(capital('today, noon')).toBe('Today, noon');
  speakWith('es', es);
  expect(capital('mié, 25 de nov')).toBe('Mié, 25 de nov');
});
