import { describe, expect, it } from 'vitest';
import { balancesAt } from './both-balances.js';
import type { BalanceEntry } from './movements.js';

const entry = (id: string, netCents: number): BalanceEntry => ({ id, kind: 'charge', stripeId: id, netCents });
const [first, second, third] = [entry('1', 100), entry('2', 30), entry('3', -7)];

describe('the balance at a moment, read while money moves', () => {
  it('is the one of now without what was booked since', () => {
    expect(balancesAt(1100, [first], [first])).toEqual([1000]);
  });

  it('may have what was booked in between, as far as it came', () => {
    // Read after the second and before the third: 1000 + 100 + 30.
    expect(balancesAt(1130, [first], [first, second, third])).toEqual([1030, 1000, 1007]);
  });
});
