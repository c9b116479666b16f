import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type Stripe from 'stripe';
import { DAY_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { idOf, StripeClient } from '../stripe/stripe-client.js';
import { DisputesRepository } from './disputes.repository.js';
import { RecordDispute } from './record-dispute.js';

const LOOKED_AT = 200;
/** A dispute is looked at once in so many sweeps: its bank takes days. */
const SWEEPS_BETWEEN = 12;
/** Stripe sends an event again for three days; one that was lost for longer is lost. */
const OPENED_WITHIN_MS = 4 * DAY_MS;
const PAGE = 100;

/** Asks how disputes stand whose event was lost: a charge must not stay contested, nor its people be kept, for want of a message. */
@Injectable()
export class LookAtDisputes implements OnApplicationBootstrap {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly repository: DisputesRepository,
    private readonly payments: PaymentsRepository,
    private readonly records: RecordDispute,
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  onApplicationBootstrap(): void {
    const { config, schedule } = this.platform;
    const every = SWEEPS_BETWEEN * config.rules.PAYMENT_SWEEP_SECONDS * SECOND_MS;
    if (config.stripe) schedule.every(every, 'open-disputes', () => this.look());
  }

  /** Those with a row, contested charges of which none is known (they are older than the rows), and what was opened lately. */
  async look(): Promise<{ looked: number; failed: number }> {
    const counts = { looked: 0, failed: 0 };
    const open = await this.repository.open(LOOKED_AT);
    const charges = new Set([
      ...open.map(({ paymentId }) => paymentId),
      ...(await this.repository.contestedCharges(LOOKED_AT)),
    ]);
    const attempt = async (about: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
        counts.looked++;
      } catch (error) {
        counts.failed++;
        this.logger.warn(`disputes of ${about}: ${String(error)}`);
      }
    };
    for (const paymentId of charges) {
      if (this.platform.schedule.isEnding) break;
      await attempt(paymentId, () => this.lookAt(paymentId));
    }
    await attempt('these days', () => this.findNew());
    return counts;
  }

  private async lookAt(paymentId: string): Promise<void> {
    const payment = await this.payments.byId(paymentId);
    if (!payment?.stripePaymentIntentId) return;
    const { data } = await this.stripe.api.disputes.list({
      payment_intent: payment.stripePaymentIntentId,
      limit: PAGE,
    });
    for (const dispute of data) await this.records.record(payment, dispute);
  }

  /** Of those whose first event did not come there is nothing here yet. */
  private async findNew(): Promise<void> {
    const { clock, schedule } = this.platform;
    const since = Math.floor(shift(clock.now(), -OPENED_WITHIN_MS).getTime() / SECOND_MS);
    for await (const dispute of this.stripe.api.disputes.list({ created: { gte: since }, limit: PAGE })) {
      if (schedule.isEnding) return;
      if (await this.repository.byStripeId(dispute.id)) continue;
      const payment = await this.chargeOf(dispute);
      if (payment) await this.records.record(payment, dispute);
    }
  }

  private chargeOf({ payment_intent: intent }: Stripe.Dispute): Promise<PaymentRow | null> {
    const id = idOf(intent);
    return id === null ? Promise.resolve(null) : this.payments.ofIntent(id);
  }
}
