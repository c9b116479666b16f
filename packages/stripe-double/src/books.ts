import type Stripe from 'stripe';
import type { World } from './kernel/world.js';

/** Cents, over all currencies alike: the tests that count use one. */
export interface BookSums {
  /** Held at this moment. */
  held: number;
  captured: number;
  /** Money given back; holds that were let go are not in it. */
  refunded: number;
  /** Held once and let go without being taken. */
  released: number;
  transferred: number;
  reversed: number;
  fees: number;
  /** The platform's balance, pending included: captured - refunded - transferred + reversed - fees - lost disputes. */
  balance: number;
}

/** Everything that moved money, whole, for tests that count. */
export interface Books {
  sums: BookSums;
  paymentIntents: Stripe.PaymentIntent[];
  charges: Stripe.Charge[];
  refunds: Stripe.Refund[];
  transfers: Stripe.Transfer[];
  reversals: Stripe.TransferReversal[];
  disputes: Stripe.Dispute[];
  balanceTransactions: Stripe.BalanceTransaction[];
}

function total<T>(rows: readonly T[], cents: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + cents(row), 0);
}

export function readBooks({ tables }: World): Books {
  const [paymentIntents, charges, refunds] = [tables.paymentIntents.all(), tables.charges.all(), tables.refunds.all()];
  const [transfers, reversals] = [tables.transfers.all(), tables.transferReversals.all()];
  const balanceTransactions = tables.balanceTransactions.all();
  const moved = refunds.filter((refund) => refund.balance_transaction !== null);
  const sums: BookSums = {
    held: total(paymentIntents, (intent) => intent.amount_capturable),
    captured: total(charges, (charge) => charge.amount_captured),
    refunded: total(moved, (refund) => refund.amount),
    released: total(refunds, (refund) => refund.amount) - total(moved, (refund) => refund.amount),
    transferred: total(transfers, (transfer) => transfer.amount),
    reversed: total(reversals, (reversal) => reversal.amount),
    fees: total(balanceTransactions, (transaction) => transaction.fee),
    balance: total(balanceTransactions, (transaction) => transaction.net),
  };
  const disputes = tables.disputes.all();
  return { sums, paymentIntents, charges, refunds, transfers, reversals, disputes, balanceTransactions };
}
