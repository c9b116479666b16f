import type { Answer, api } from '@aegis/contract';
import type { PaymentEntity } from './payment.entity.js';
import { isSettled } from './payments.states.js';
import { sumOfParts } from './amounts.js';

type PaymentsSum = Answer<typeof api.payments.ofJob>['sum'];

/** When everything is settled: charged - refunded = platform + paid out. */
export function sumOfPayments(rows: readonly PaymentEntity[]): PaymentsSum {
  const settled = rows.filter((row) => isSettled(row.status));
  const charged = sumOfParts(settled.filter((row) => row.type === 'charge'));
  const refunded = sumOfParts(settled.filter((row) => row.type === 'refund'));
  const paidOut = sumOfParts(settled.filter((row) => row.type === 'payout'));
  const reversedCents = rows.reduce((sum, row) => sum + (row.metadata.reversedCents ?? 0), 0);
  const held = rows.filter((row) => row.type === 'charge' && ['authorized', 'processing'].includes(row.status));
  return {
    chargedCents: charged.amountCents,
    refundedCents: refunded.amountCents,
    paidOutCents: paidOut.amountCents - reversedCents,
    platformCents: charged.platformFeeCents - refunded.platformFeeCents,
    heldCents: held.reduce((sum, row) => sum + (row.authorizedCents ?? 0), 0),
  };
}
