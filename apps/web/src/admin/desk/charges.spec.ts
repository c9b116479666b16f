import { expect, it } from 'vitest';
import { chargesOf, type Known } from './charges';

const booking = { type: 'charge', purpose: 'booking', status: 'succeeded' } as const;
const refusedHold = { ...booking, status: 'failed' } as const;
const payout = { type: 'payout', purpose: 'booking', status: 'failed' } as const;
const credit = { type: 'charge', purpose: 'credit', status: 'succeeded' } as const;
const tip = { type: 'charge', purpose: 'tip', status: 'succeeded' } as const;
const refusedTip = { ...tip, status: 'failed' } as const;
const hours = { type: 'charge', purpose: 'hours', status: 'failed' } as const;

it.each<[string, Known[], boolean]>([
  ['nothing was asked for', [], false],
  ['the hold is refused', [refusedHold], true],
  ['the hold was refused and then placed', [refusedHold, booking], false],
  ['more hours are refused', [booking, hours], true],
  ['a payout has failed', [booking, payout], false],
  ['a tip is refused', [booking, refusedTip], false],
  ['credit has paid what a card has refused', [refusedHold, credit], true],
  ['a tip is given while more hours are refused', [booking, hours, tip], true],
])('the card has refused where %s', (_, payments, isRefused) => {
  expect(chargesOf(payments).isRefused).toBe(isRefused);
});

it('neither a tip nor credit is what is given back', () => {
  expect(chargesOf([tip, credit]).charge).toBeUndefined();
  expect(chargesOf<Known>([tip, booking]).charge).toBe(booking);
});
