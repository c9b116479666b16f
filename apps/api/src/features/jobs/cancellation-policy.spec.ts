import { describe, expect, it } from 'vitest';
import type { JobStatus, UserRole } from '@aegis/contract';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import { cancellationFee } from './cancellation-policy.js';

const now = new Date('2027-03-01T12:00:00Z');
const PRICE = 10_001;

const fee = (msLeft: number, by: UserRole | 'system' = 'customer', status: JobStatus = 'matched'): number =>
  cancellationFee({ status, startTime: shift(now, msLeft), totalAmountCents: PRICE }, by, now);

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
    ['a millisecond after the start, the guard is late: free', -1, 0],
    ['an hour after the start, the guard is late: free', -HOUR_MS, 0],
  ])('%s', (_, msLeft, due) => {
    expect(fee(msLeft)).toBe(due);
  });
});

describe('is free', () => {
  it('while nobody has accepted', () => {
    expect(fee(MINUTE_MS, 'customer', 'requested')).toBe(0);
  });

  it.each(['admin', 'system'] as const)('when the %s cancels', (by) => {
    expect(fee(MINUTE_MS, by)).toBe(0);
  });
});
