import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastDays, periodIn } from './calendar.js';
import { HOUR_MS } from './duration.js';

const hours = (now: string, zone: string): number[] =>
  lastDays(new Date(now), 3, zone).map(({ from, until }) => (until.getTime() - from.getTime()) / HOUR_MS);

const ZONES = [
  'UTC',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  'Europe/London',
];

describe('the days of a calendar', () => {
  it('are those of the zone, today last', () => {
    const days = lastDays(new Date('2026-11-23T03:00:00Z'), 2, 'America/Los_Angeles');
    expect(days.map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-22']);
    expect(days.map(({ from }) => from.toISOString())).toEqual([
      '2026-11-21T08:00:00.000Z',
      '2026-11-22T08:00:00.000Z',
    ]);
    expect(days.at(-1)?.until.toISOString()).toBe('2026-11-23T08:00:00.000Z');
  });

  it('are as long as the clocks make them', () => {
    expect(hours('2026-03-09T12:00:00Z', 'America/Los_Angeles')).toEqual([24, 23, 24]);
    expect(hours('2026-11-02T12:00:00Z', 'America/Los_Angeles')).toEqual([24, 25, 24]);
    expect(hours('2026-04-05T12:00:00Z', 'Australia/Lord_Howe')).toEqual([24, 24, 24.5]);
  });

  it('begin after the hour that is skipped at midnight', () => {
    const [, day] = lastDays(new Date('2018-11-05T12:00:00Z'), 2, 'America/Sao_Paulo');
    const [before] = lastDays(new Date('2018-11-05T12:00:00Z'), 2, 'America/Sao_Paulo');
    expect(before?.from.toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect(day?.from.toISOString()).toBe('2018-11-05T02:00:00.000Z');
  });

  it('leave no moment out, and hold the moment asked about in the last one', () => {
    const moment = fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.constantFrom(...ZONES), fc.integer({ min: 1, max: 30 }), (now, zone, count) => {
        const days = lastDays(now, count, zone);
        expect(days).toHaveLength(count);
        for (const [index, { from, until }] of days.entries()) {
          expect(until.getTime()).toBeGreaterThan(from.getTime());
          expect(days[index + 1]?.from ?? until).toEqual(until);
        }
        const today = days.at(-1);
        expect(today && today.from <= now && now < today.until).toBe(true);
      }),
    );
  });
});

describe('a month and a year', () => {
  it.each([
    ['2026-12', 'America/Los_Angeles', '2026-12-01T08:00:00.000Z', '2027-01-01T08:00:00.000Z'],
    ['2026-03', 'America/Los_Angeles', '2026-03-01T08:00:00.000Z', '2026-04-01T07:00:00.000Z'],
    ['2026', 'Asia/Tokyo', '2025-12-31T15:00:00.000Z', '2026-12-31T15:00:00.000Z'],
    ['2026', 'UTC', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ])('%s in %s', (period, zone, from, until) => {
    const found = periodIn(period, zone);
    expect([found.from.toISOString(), found.until.toISOString()]).toEqual([from, until]);
  });
});
