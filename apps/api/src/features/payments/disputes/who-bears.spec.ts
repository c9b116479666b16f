import { describe, expect, it } from 'vitest';
import { partsOfLoss } from './who-bears.js';

const CHARGE = { amountCents: 5000, platformFeeCents: 1000, guardPayoutCents: 4000 };
const NOTHING = { amountCents: 0, platformFeeCents: 0, guardPayoutCents: 0 };
const RULES = { DISPUTE_GUARANTEE_PERCENT: 100 };

describe('a dispute that is lost', () => {
  it.each([
    ['for fraud, with nothing proved', 'fraudulent', 0, 5000, 0],
    ['about the work, all of it proved', 'product_not_received', 100, 5000, 0],
    ['about the work, half of it proved', 'product_unacceptable', 50, 3000, 2000],
    ['about the work, none of it proved', 'product_not_received', 0, 1000, 4000],
  ])('%s', (_, reason, provedPercent, platformFeeCents, guardPayoutCents) => {
    const parts = partsOfLoss(CHARGE, NOTHING, 5000, { reason, provedPercent }, RULES);
    expect(parts).toEqual({ amountCents: 5000, platformFeeCents, guardPayoutCents });
  });

  it('takes from the guard no more than is left of their part', () => {
    const refunded = { amountCents: 1000, platformFeeCents: 200, guardPayoutCents: 800 };
    const contested = { reason: 'product_not_received', provedPercent: 0 };
    expect(partsOfLoss(CHARGE, refunded, 4000, contested, RULES)).toEqual({
      amountCents: 4000,
      platformFeeCents: 800,
      guardPayoutCents: 3200,
    });
  });

  it('is borne by the guard to their part, also of proved time, where nothing is guaranteed', () => {
    const contested = { reason: 'product_not_received', provedPercent: 100 };
    expect(partsOfLoss(CHARGE, NOTHING, 5000, contested, { DISPUTE_GUARANTEE_PERCENT: 0 }).guardPayoutCents).toBe(4000);
  });
});
