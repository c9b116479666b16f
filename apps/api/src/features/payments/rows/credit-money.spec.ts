import { describe, expect, it } from 'vitest';
import { charge, completed, job, refund } from '../spec-support/money-rows.js';
import { partsOf } from './amounts.js';
import { amountToHold, dueOnCard, partsOnCard } from './credit-money.js';

/** 10.00 with the parts of a price. */
const credit = charge('succeeded', { purpose: 'credit', ...partsOf(job(), 1000) });
const giving = refund('pending', { purpose: 'credit', amountCents: 400, platformFeeCents: 80, guardPayoutCents: 320 });

describe('amountToHold', () => {
  it.each([
    ['requested', null, 5000],
    ['matched', null, 5000],
    ['in_progress', null, 5000],
    ['completed', 2500, 2500],
    ['cancelled', 1250, 1250],
    ['cancelled', 0, 0],
  ] as const)('of a job that is %s with %s due is %s', (status, dueAmountCents, expected) => {
    expect(amountToHold(job({ status, dueAmountCents }), [])).toBe(expected);
  });

  it('is less by what credit has paid', () => {
    expect(amountToHold(completed(), [credit])).toBe(4000);
  });
});

describe('what a card has to pay beside credit', () => {
  it.each([
    [5000, [credit], 4000],
    [800, [credit], 0],
    [5000, [credit, giving], 4400],
    [5000, [credit, { ...giving, status: 'failed' as const }], 4000],
  ])('of %s', (dueAmountCents, rows, expected) => {
    expect(dueOnCard(completed({ dueAmountCents }), rows)).toBe(expected);
  });

  it('is split so that both together are split like the whole', () => {
    const booked = completed({
      dueAmountCents: 4999,
      totalAmountCents: 4999,
      platformFeeCents: 1000,
      guardPayoutCents: 3999,
    });
    const odd = charge('succeeded', { purpose: 'credit', ...partsOf(booked, 333) });
    const parts = partsOnCard(booked, [odd], 4666);
    expect(parts.platformFeeCents + odd.platformFeeCents).toBe(1000);
    expect(parts.guardPayoutCents + odd.guardPayoutCents).toBe(3999);
  });
});
