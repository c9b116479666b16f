import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DAY_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { CARD_CHECK, paymentEvents } from '../payments.events.js';
import { hasEnded } from '../rows/amounts.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { Cards } from '../stripe/cards.js';

/** Banks send the next card about then: whoever is told earlier can do nothing yet. */
const TOLD_AHEAD_MS = 30 * DAY_MS;

/** A card that is to be held later may have ended by then: its owner is told while there is time for another one. */
@Injectable()
export class CardValidity implements OnModuleInit {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly cards: Cards,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const { deadlines, queue } = this.platform;
    queue.subscribe(paymentEvents['card.to_check'], 'payments-card-validity', ({ jobId }) => this.check(jobId));
    // The provider is asked outside of the transaction of a deadline.
    deadlines.subscribe(CARD_CHECK, (jobId) => queue.publish(paymentEvents['card.to_check'], { jobId }));
  }

  async check(jobId: string): Promise<void> {
    const { job, scheduledHoldAt } = await this.changes.read(jobId);
    if (!scheduledHoldAt || hasEnded(job)) return;
    const validUntil = await this.cards.validUntil(job.customerId, job.cardId);
    if (!validUntil || validUntil >= job.startTime) return;
    const tellAt = shift(validUntil, -TOLD_AHEAD_MS);
    if (tellAt > this.platform.clock.now()) await this.platform.deadlines.set(CARD_CHECK, jobId, tellAt);
    else await this.tell(jobId, validUntil);
  }

  private async tell(jobId: string, validUntil: Date): Promise<void> {
    const told = { type: 'card.ends_before', details: { validUntil: validUntil.toISOString() } } as const;
    await this.changes.inTurn(jobId, async (turn) => {
      const isOver = hasEnded(turn.job) || !(await this.repository.scheduledHoldAt(jobId));
      if (isOver || (await this.platform.timeline.isTold({ jobId }, { ...told, since: turn.job.requestedAt }))) return;
      await turn.tell(told);
    });
  }
}
