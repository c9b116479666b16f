import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import type { PaymentRow } from './payment-row.js';

/** Stripe tells of a call within seconds, nearly always. */
const REMEMBERED_MS = 10 * MINUTE_MS;
const MOST_REMEMBERED = 10_000;

/**
 * Rows as this process has last committed them. Another process may have moved one on since: what is remembered is enough
 * only for what holds of a row for good, such as that it has left a state.
 */
@Injectable()
export class RecordedRows {
  private readonly byPayment: LRUCache<string, PaymentRow>;
  private readonly byIntent: LRUCache<string, PaymentRow>;

  constructor(private readonly platform: Platform) {
    const perf = { now: () => platform.clock.now().getTime() };
    const bounds = { max: MOST_REMEMBERED, ttl: REMEMBERED_MS, ttlResolution: 0, perf };
    this.byPayment = new LRUCache(bounds);
    this.byIntent = new LRUCache(bounds);
  }

  /** From the commit of the open transaction on. */
  remember(row: PaymentRow): void {
    this.platform.database.afterCommit(() => {
      this.byPayment.set(row.id, row);
      if (row.stripePaymentIntentId) this.byIntent.set(row.stripePaymentIntentId, row);
    });
  }

  of(paymentId: string): PaymentRow | undefined {
    return this.byPayment.get(paymentId);
  }

  ofIntent(intentId: string): PaymentRow | undefined {
    return this.byIntent.get(intentId);
  }
}
