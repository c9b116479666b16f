import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type Stripe from 'stripe';
import { DAY_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { StripeClient } from '../stripe/stripe-client.js';
import { PaymentReader } from '../webhooks/payment-reader.js';
import { RecordRefund } from './record-refund.js';

/** Banks send few refunds back: looked for once in so many sweeps. */
const SWEEPS_BETWEEN = 12;
/** Stripe sends an event again for three days; one that was lost for longer is lost. */
const RETURNED_WITHIN_MS = 4 * DAY_MS;
const PAGE = 100;

/**
 * Finds refunds that a bank has sent back after they had succeeded, and whose event was lost: nothing of ours waits for one, so
 * nobody would ask, and its customer would be without their money. They are where the money is, in the balance.
 */
@Injectable()
export class LookForReturns implements OnApplicationBootstrap {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly stripe: StripeClient,
    private readonly reader: PaymentReader,
    private readonly refunds: RecordRefund,
    private readonly platform: Platform,
  ) {}

  onApplicationBootstrap(): void {
    const { config, schedule } = this.platform;
    const every = SWEEPS_BETWEEN * config.rules.PAYMENT_SWEEP_SECONDS * SECOND_MS;
    if (config.stripe) schedule.every(every, 'returned-refunds', () => this.look());
  }

  async look(): Promise<{ found: number; failed: number }> {
    const counts = { found: 0, failed: 0 };
    const { clock, schedule } = this.platform;
    const since = Math.floor(shift(clock.now(), -RETURNED_WITHIN_MS).getTime() / SECOND_MS);
    const asked = { type: 'refund_failure', created: { gte: since }, expand: ['data.source'], limit: PAGE };
    for await (const { source } of this.stripe.api.balanceTransactions.list(asked)) {
      if (schedule.isEnding) return counts;
      // Expanded, it is the refund.
      const given = source as Stripe.Refund;
      try {
        if (await this.isNew(given)) counts.found++;
      } catch (error) {
        counts.failed++;
        this.logger.warn(`refund ${given.id}, which came back: ${String(error)}`);
      }
    }
    return counts;
  }

  private async isNew(given: Stripe.Refund): Promise<boolean> {
    const refund = await this.reader.paymentOf(given.metadata);
    if (!refund || refund.returnedAt) return false;
    await this.refunds.record(refund, given);
    return true;
  }
}
