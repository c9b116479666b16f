import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { idOf, refusalOf, StripeClient } from '../stripe/stripe-client.js';
import type { BalanceEntry, MovementKind, StripeMovement } from './movements.js';

const PAGE = 100;

const KINDS: Readonly<Record<string, MovementKind | undefined>> = {
  charge: 'charge',
  payment: 'charge',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_return',
  payment_failure_refund: 'refund_return',
  transfer: 'transfer',
  transfer_refund: 'reversal',
};

/** What moves the balance without being about a job: disputes, payouts to the platform's own bank, Stripe's invoices. */
const BESIDE_JOBS = [
  'adjustment',
  'payout',
  'payout_cancel',
  'payout_failure',
  'stripe_fee',
  'topup',
  'topup_reversal',
];

/** The provider's balance transactions: its own books, made apart from the objects that we changed. */
@Injectable()
export class StripeLedger {
  constructor(private readonly stripe: StripeClient) {}

  /** @param told how many were read so far, after each page */
  async movementsBetween(from: Date, to: Date, told: (read: number) => Promise<void>): Promise<StripeMovement[]> {
    const created = { gte: secondsOf(from) - 1, lt: secondsOf(to) };
    const movements: StripeMovement[] = [];
    let read = 0;
    for await (const transaction of this.stripe.api.balanceTransactions.list({ created, limit: PAGE })) {
      const kind = KINDS[transaction.type];
      const stripeId = idOf(transaction.source);
      const at = new Date(transaction.created * SECOND_MS);
      if (kind && stripeId)
        movements.push({ kind, stripeId, amountCents: transaction.amount, feeCents: transaction.fee, at });
      if (++read % PAGE === 0) await told(read);
    }
    await told(read);
    return movements;
  }

  /** Everything that was booked from this moment on, in its order. */
  async entriesSince(from: Date): Promise<BalanceEntry[]> {
    const entries: BalanceEntry[] = [];
    const created = { gte: secondsOf(from) };
    for await (const { id, type, source, net } of this.stripe.api.balanceTransactions.list({ created, limit: PAGE }))
      entries.push({ id, kind: KINDS[type] ?? null, stripeId: idOf(source), netCents: net });
    return entries.reverse();
  }

  /** Pending money included. */
  async balanceCents(): Promise<number> {
    const { available, pending } = await this.stripe.api.balance.retrieve();
    return [...available, ...pending]
      .filter(({ currency }) => currency === 'usd')
      .reduce((sum, { amount }) => sum + amount, 0);
  }

  /** What moved the balance and was about no job. */
  async besideJobsCents(from: Date, to: Date): Promise<number> {
    let sum = 0;
    const created = { gte: secondsOf(from), lt: secondsOf(to) };
    for (const type of BESIDE_JOBS)
      for await (const { net } of this.stripe.api.balanceTransactions.list({ type, created, limit: PAGE })) sum += net;
    return sum;
  }

  /** The job that an object of ours names; null for what is not ours, or not there. */
  async jobOf({ kind, stripeId }: Pick<StripeMovement, 'kind' | 'stripeId'>): Promise<string | null> {
    try {
      return (await this.metadataOf(kind, stripeId))?.['jobId'] ?? null;
    } catch (error) {
      if (refusalOf(error)) return null;
      throw error;
    }
  }

  private async metadataOf(kind: MovementKind, id: string): Promise<Stripe.Metadata | null> {
    const { api } = this.stripe;
    if (kind === 'transfer') return (await api.transfers.retrieve(id)).metadata;
    if (kind === 'reversal') return null;
    if (kind === 'charge') return (await api.charges.retrieve(id)).metadata;
    const refund = await api.refunds.retrieve(id);
    if (refund.metadata?.['jobId']) return refund.metadata;
    const chargeId = idOf(refund.charge);
    return chargeId ? (await api.charges.retrieve(chargeId)).metadata : null;
  }
}

/** Stripe's times have whole seconds: the one under way at `to` belongs to it. */
const secondsOf = (at: Date): number => Math.ceil(at.getTime() / SECOND_MS);
