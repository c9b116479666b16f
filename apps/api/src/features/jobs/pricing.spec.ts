import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import { rulesSchema } from '../../platform/config/rules.js';
import { bookedPrice, dueForWork, leastPriceCents, workedMinutes } from './pricing.js';

const rules = rulesSchema.parse({});
const start = new Date('2027-03-01T20:00:00Z');
const booking = (hours: number, hourlyRateCents = 2500) => ({
  startTime: start,
  endTime: shift(start, hours * HOUR_MS),
  hourlyRateCents,
});

describe('the booked price', () => {
  it('is of the whole booked time', () => {
    expect(bookedPrice(booking(2), rules)).toEqual({
      totalAmountCents: 5000,
      platformFeeCents: 1000,
      guardPayoutCents: 4000,
    });
  });

  it('counts a part of a minute as a minute', () => {
    const seconds = { ...booking(1, 6000), endTime: shift(start, HOUR_MS + SECOND_MS) };
    expect(bookedPrice(seconds, rules).totalAmountCents).toBe(6100);
  });

  it('does not change with the hour that is skipped or comes twice: instants have no daylight saving', () => {
    const overnight = {
      startTime: new Date('2027-03-14T01:00:00-08:00'),
      endTime: new Date('2027-03-14T04:00:00-07:00'),
    };
    expect(bookedPrice({ ...overnight, hourlyRateCents: 2500 }, rules).totalAmountCents).toBe(5000);
  });
});

describe('the least price', () => {
  const keeps = (cents: number): number =>
    (cents * rules.PROVIDER_FEE_BASIS_POINTS) / 10_000 + rules.PROVIDER_FEE_CENTS;
  const feeOf = (cents: number, percent = rules.PLATFORM_FEE_PERCENT): number => (cents * percent) / 100;

  it('brings more than the card costs, and a cent less does not', () => {
    const least = leastPriceCents(rules) ?? 0;
    expect(least).toBe(327);
    expect(feeOf(least)).toBeGreaterThan(keeps(least));
    expect(feeOf(least - 1)).toBeLessThanOrEqual(keeps(least - 1));
  });

  it('holds for any fee, and is none where the fee is less than the card costs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 90 }), (percent) => {
        const least = leastPriceCents({ ...rules, PLATFORM_FEE_PERCENT: percent }) ?? 0;
        expect(feeOf(least, percent)).toBeGreaterThan(keeps(least));
        expect(feeOf(least - 1, percent)).toBeLessThanOrEqual(keeps(least - 1));
      }),
    );
    expect(leastPriceCents({ ...rules, PLATFORM_FEE_PERCENT: 3 })).toBeNull();
  });
});

describe('worked minutes', () => {
  const at = (minutes: number) => shift(start, minutes * MINUTE_MS);

  it.each([
    ['early: from the booked start', -20, 60, 60],
    ['on the minute', 0, 60, 60],
    ['late: from the check-in', 15, 60, 45],
    ['out before the booked start: nothing', -20, -5, 0],
    ['in and out in one moment', 5, 5, 0],
  ])('%s', (_, checkIn, checkOut, minutes) => {
    expect(workedMinutes(start, at(checkIn), at(checkOut))).toBe(minutes);
  });
});

describe('what is due for work', () => {
  it.each([
    ['nothing worked: the first hour', 0, 2500],
    ['less than an hour: the first hour', 59, 2500],
    ['exactly an hour', 60, 2500],
    ['within the five minutes of grace', 65, 2500],
    ['a minute after them: the next quarter', 66, 3125],
    ['exactly a quarter more', 75, 3125],
    ['the booked time', 180, 7500],
    ['longer than booked: the price agreed on', 181, 7500],
    ['much longer than booked', 2000, 7500],
  ])('%s', (_, worked, due) => {
    expect(dueForWork(worked, booking(3), rules)).toBe(due);
  });

  it('is never above the booked price, never below the first hour, and never falls with time', () => {
    const hours = fc.integer({ min: 4, max: 96 }).map((quarters) => quarters / 4);
    const rate = fc.integer({ min: 100, max: 1_000_000 });
    fc.assert(
      fc.property(hours, rate, fc.integer({ min: 0, max: 3000 }), (length, hourlyRateCents, worked) => {
        const booked = booking(length, hourlyRateCents);
        const due = dueForWork(worked, booked, rules);
        expect(due).toBeLessThanOrEqual(bookedPrice(booked, rules).totalAmountCents);
        expect(due).toBeGreaterThanOrEqual(hourlyRateCents);
        expect(dueForWork(worked + 1, booked, rules)).toBeGreaterThanOrEqual(due);
      }),
    );
  });
});
