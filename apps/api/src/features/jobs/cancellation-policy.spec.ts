import { describe, expect, it } from 'vitest';
import type { JobStatus, UserRole } from '@aegis/contract';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import { readConfig } from '../../platform/config/config.js';
import { type CancellationTerms, cancellationTerms } from './cancellation-policy.js';

const now = new Date('2027-03-01T12:00:00Z');
const PRICE = 10_001;
/** A guard is late so long after they should be there. */
const LATE_MS = 15 * MINUTE_MS;

const bandsOf = (policy?: string) => readConfig({ CANCELLATION_POLICY: policy }).cancellationPolicy;

const terms = (
  msLeft: number,
  by: UserRole | 'system' = 'customer',
  status: JobStatus = 'matched',
  bands = bandsOf(),
): CancellationTerms =>
  cancellationTerms(
    {
      status,
      startTime: shift(now, msLeft),
      lateAt: shift(now, msLeft + LATE_MS),
      openSince: shift(now, -400 * DAY_MS),
      totalAmountCents: PRICE,
    },
    by,
    now,
    bands,
  );

const fee = (...given: Parameters<typeof terms>): number => terms(...given).feeCents;

describe('the fee of a customer who cancels an accepted job', () => {
  it.each([
    ['a year before', 365 * 24 * HOUR_MS, 0],
    ['a second more than 24 h before', 24 * HOUR_MS + SECOND_MS, 0],
    ['a millisecond more than 24 h before', 24 * HOUR_MS + 1, 0],
    ['exactly 24 h before: 25 %', 24 * HOUR_MS, 2500],
    ['18 h before', 18 * HOUR_MS, 2500],
    ['exactly 12 h before: still 25 %', 12 * HOUR_MS, 2500],
    ['a millisecond less than 12 h before: 50 %, the half cent rounded up', 12 * HOUR_MS - 1, 5001],
    ['exactly 2 h before: still 50 %', 2 * HOUR_MS, 5001],
    ['a millisecond less than 2 h before: all of it', 2 * HOUR_MS - 1, PRICE],
    ['a minute before', MINUTE_MS, PRICE],
    ['at the start', 0, PRICE],
    ['three minutes after the start, the guard is not late: all of it', -3 * MINUTE_MS, PRICE],
    ['a quarter of an hour after the start, the guard is late: free', -LATE_MS, 0],
    ['an hour after the start: free', -HOUR_MS, 0],
  ])('%s', (_, msLeft, due) => {
    expect(fee(msLeft)).toBe(due);
  });
});

describe('is free', () => {
  it('while nobody has accepted', () => {
    expect(fee(MINUTE_MS, 'customer', 'requested')).toBe(0);
  });

  it('when nobody had come by the start, whoever has the job since', () => {
    const given = { status: 'matched' as const, totalAmountCents: PRICE, startTime: shift(now, -HOUR_MS) };
    const job = { ...given, lateAt: shift(now, HOUR_MS), openSince: shift(now, -MINUTE_MS) };
    expect(cancellationTerms(job, 'customer', now, bandsOf())).toMatchObject({ feeCents: 0, because: 'guard_late' });
  });

  it.each(['admin', 'system'] as const)('when the %s cancels', (by) => {
    expect(fee(MINUTE_MS, by)).toBe(0);
  });
});

describe('the policy', () => {
  it('says on what a fee rests', () => {
    expect(terms(HOUR_MS)).toEqual({ feeCents: PRICE, percent: 100, because: 'time_left' });
    expect(terms(-LATE_MS)).toMatchObject({ because: 'guard_late' });
    expect(terms(HOUR_MS, 'customer', 'requested')).toMatchObject({ because: 'no_guard_yet' });
    expect(terms(HOUR_MS, 'admin')).toMatchObject({ because: 'not_by_customer' });
  });

  it('is data: other bands, in any order', () => {
    const bands = bandsOf('0:80,48:0,6:10');
    expect([49, 48, 6, 5].map((hours) => terms(hours * HOUR_MS, 'customer', 'matched', bands).percent)).toEqual([
      0, 10, 10, 80,
    ]);
  });

  it.each(['24:0', '24:0,0:101', 'free', ''.padEnd(3, ',')])('stops the start when it is %j', (policy) => {
    expect(() => bandsOf(policy)).toThrow('CANCELLATION_POLICY');
  });
});
