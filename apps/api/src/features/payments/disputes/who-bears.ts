import type { Rules } from '../../../platform/config/rules.js';
import { roundCents } from '../../../platform/money/money.js';
import { type Parts, splitRefund } from '../rows/amounts.js';

/** What a bank calls work that was not done, or not as it was booked. Everything else is between the customer and their bank. */
const ABOUT_THE_WORK: readonly string[] = ['product_not_received', 'product_unacceptable'];

/** What of the paid time is proved, in percent; and why the bank contests it. */
export interface Contested {
  reason: string;
  provedPercent: number;
}

/**
 * Who bears what a lost dispute takes of a charge. The platform guarantees the guard's part of time that is proved: it sent
 * them there, and it chose to take the card. A guard bears their part of time that is not proved, and only when the dispute is
 * about the work; nobody can guard against a stolen card at the gate.
 *
 * @param refunded what was given back of the charge before.
 */
export function partsOfLoss(
  charge: Parts,
  refunded: Parts,
  lostCents: number,
  { reason, provedPercent }: Contested,
  rules: Pick<Rules, 'DISPUTE_GUARANTEE_PERCENT'>,
): Parts {
  const whole = splitRefund(charge, refunded, lostCents);
  const guaranteed = provedPercent * rules.DISPUTE_GUARANTEE_PERCENT;
  const unproved = ABOUT_THE_WORK.includes(reason) ? 100 * 100 - guaranteed : 0;
  const guardPayoutCents = roundCents(whole.guardPayoutCents * unproved, 100 * 100);
  return { amountCents: lostCents, platformFeeCents: lostCents - guardPayoutCents, guardPayoutCents };
}
