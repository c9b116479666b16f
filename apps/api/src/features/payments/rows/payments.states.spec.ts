import { describe, expect, it } from 'vitest';
import { paymentStatus } from '@aegis/contract';
import { canMove, isSettled, PAYMENT_TRANSITIONS } from './payments.states.js';

describe('states of a payment', () => {
  it('know every status of the contract', () => {
    expect(Object.keys(PAYMENT_TRANSITIONS).sort()).toEqual([...paymentStatus.options].sort());
  });

  it('never lead back to a state before money moved', () => {
    for (const from of paymentStatus.options.filter(isSettled))
      for (const to of paymentStatus.options) if (canMove(from, to)) expect(isSettled(to)).toBe(true);
  });

  it('end where nothing can follow', () => {
    const final = paymentStatus.options.filter((status) => PAYMENT_TRANSITIONS[status].length === 0);
    expect(final).toEqual(['failed', 'cancelled', 'refunded']);
  });
});
