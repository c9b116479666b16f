import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CallsUnderWay } from '../stripe/calls-under-way.js';
import { isUnderWay, type PaymentRow } from '../rows/payment-row.js';
import { RecordedRows } from '../rows/recorded-rows.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { isSettled } from '../rows/payments.states.js';
import type { SignedEvent } from '../stripe/stripe-client.js';

/** The types that change something here; an endpoint needs no others (docs/payments.md). */
const APPLIED_EVENTS: readonly string[] = [
  'account.external_account.created',
  'account.external_account.updated',
  'account.updated',
  'charge.dispute.closed',
  'charge.dispute.created',
  'charge.dispute.funds_reinstated',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.updated',
  'charge.refunded',
  'charge.updated',
  'payment_intent.amount_capturable_updated',
  'payment_intent.canceled',
  'payment_intent.payment_failed',
  'payment_intent.requires_action',
  'payment_intent.succeeded',
  'payout.failed',
  'payout.paid',
  'refund.created',
  'refund.failed',
  'refund.updated',
  'setup_intent.succeeded',
  'transfer.created',
];

const subject = z.object({
  id: z.string(),
  metadata: z.object({ paymentId: z.uuid() }).nullish().catch(null),
  /** Of a charge. */
  payment_intent: z.string().nullish().catch(null),
});

/**
 * Whether an event can still tell us something. Nearly all are about calls of our own whose answer is recorded by the time:
 * they are let go at the door, for one read at most instead of a call to Stripe and a transaction.
 */
@Injectable()
export class RelevantEvents {
  constructor(
    private readonly calls: CallsUnderWay,
    private readonly recorded: RecordedRows,
    private readonly repository: PaymentsRepository,
  ) {}

  async isRelevant(event: SignedEvent): Promise<boolean> {
    if (!APPLIED_EVENTS.includes(event.type)) return false;
    const { data } = subject.safeParse(event.data?.object);
    if (event.type === 'charge.updated') return this.lacksFee(data?.payment_intent);
    const isIntent = event.type.startsWith('payment_intent.');
    if (!isIntent && event.type !== 'transfer.created') return true;
    const isPast = (row: PaymentRow): boolean => (isIntent ? isAllKnown(row, event.type) : !isUnderWay(row));
    const row = data && (await this.rowOf(data.id, data.metadata?.paymentId, isPast));
    return !row || !isPast(row);
  }

  /** Stripe may know its fee only after the capture; nothing else of a charge's many updates concerns us. */
  private async lacksFee(intentId: string | null | undefined): Promise<boolean> {
    if (!intentId || this.recorded.ofIntent(intentId)?.stripeFeeCents) return false;
    const row = await this.repository.ofIntent(intentId);
    return row !== null && isSettled(row.status) && row.stripeFeeCents === null;
  }

  /** What this process has recorded itself need not be read: a row that is past an event stays past it. */
  private async rowOf(
    stripeId: string,
    paymentId: string | undefined,
    isPast: (row: PaymentRow) => boolean,
  ): Promise<PaymentRow | null> {
    if (paymentId) await this.calls.end(paymentId);
    const remembered = paymentId ? this.recorded.of(paymentId) : this.recorded.ofIntent(stripeId);
    if (remembered && isPast(remembered)) return remembered;
    return paymentId ? this.repository.byId(paymentId) : this.repository.ofIntent(stripeId);
  }
}

/** What `RecordIntent` does nothing with, whatever the intent is by now. */
function isAllKnown({ status, stripeFeeCents }: PaymentRow, type: string): boolean {
  if (isSettled(status)) return stripeFeeCents !== null;
  if (status === 'failed' || status === 'cancelled') return true;
  return type === 'payment_intent.amount_capturable_updated' && status !== 'pending';
}
