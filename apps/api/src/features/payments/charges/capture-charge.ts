import { Injectable, Logger } from '@nestjs/common';
import type Stripe from 'stripe';
import type { BookedJob } from '../../jobs/jobs.service.js';
import type { JobMoney } from '../flow/money-plan.js';
import { PayoutAccounts } from '../payouts/payout-accounts.js';
import { dueOnCard, partsOnCard } from '../rows/credit-money.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { CallsUnderWay } from '../stripe/calls-under-way.js';
import { FreshKeys, keyOf } from '../stripe/keys.js';
import { StripeClient } from '../stripe/stripe-client.js';
import { INTENT_EXPANSION, RecordIntent } from './record-intent.js';

/** Takes what is due out of what is held; the rest goes back to the card by itself. */
@Injectable()
export class CaptureCharge {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly stripe: StripeClient,
    private readonly changes: PaymentChanges,
    private readonly intents: RecordIntent,
    private readonly calls: CallsUnderWay,
    private readonly accounts: PayoutAccounts,
    private readonly keys: FreshKeys,
  ) {}

  /** The job's money after it; null when the hold was changed by another meanwhile. */
  async capture(money: JobMoney, held: PaymentRow): Promise<JobMoney | null> {
    const { job } = money;
    const charge = held.status === 'authorized' ? await this.begin(money, held) : held;
    const intentId = charge?.stripePaymentIntentId;
    if (!charge || !intentId) return null;
    return this.calls.during(charge.id, async () => {
      const [intent, account] = await Promise.all([this.take(charge, intentId), this.accountOf(job)]);
      return this.intents.record(charge, intent, account);
    });
  }

  /**
   * Never above the hold: more than what the customer agreed to needs a new consent. Without a turn: the hold of a job that
   * has ended is replaced by no other, and the statement asks for the state it was read in.
   */
  private begin({ job, rows }: JobMoney, held: PaymentRow): Promise<PaymentRow | null> {
    const due = Math.min(dueOnCard(job, rows), held.authorizedCents ?? 0);
    return this.changes.moveIfStill(held, 'processing', partsOnCard(job, rows, due));
  }

  /** Asked beside the capture, so that the payout is written down as one that can be sent. */
  private async accountOf({ guardId }: BookedJob): Promise<string | null> {
    if (!guardId) return null;
    try {
      return await this.accounts.readyAccountOf(guardId);
    } catch (error) {
      // The capture must not wait for it: who pays the guard asks again.
      this.logger.warn(`account of ${guardId}: ${String(error)}`);
      return null;
    }
  }

  private async take(charge: PaymentRow, intentId: string): Promise<Stripe.PaymentIntent> {
    try {
      return await this.stripe.api.paymentIntents.capture(
        intentId,
        { amount_to_capture: charge.amountCents, expand: INTENT_EXPANSION },
        { idempotencyKey: keyOf(charge, 'capture') },
      );
    } catch (error) {
      // Refused because it was captured or let go before, or an answer that was lost: what the intent is now decides.
      const intent = await this.stripe.api.paymentIntents.retrieve(intentId, { expand: INTENT_EXPANSION });
      if (intent.status !== 'requires_capture') return intent;
      await this.keys.afterDead(charge, error);
      throw error;
    }
  }
}
