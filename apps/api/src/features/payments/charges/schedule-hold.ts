import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { JobMoney } from '../flow/money-plan.js';
import { paymentEvents } from '../payments.events.js';
import { hasEnded } from '../rows/amounts.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { Cards } from '../stripe/cards.js';
import { PlaceHold } from './place-hold.js';

/** A card keeps money for some days only, so that a hold placed with an early booking would be gone at the job. */
@Injectable()
export class ScheduleHold {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly cards: Cards,
    private readonly placing: PlaceHold,
    private readonly platform: Platform,
  ) {}

  /**
   * Says once that the card is held at `at`, and lets the search for a guard begin without the hold. Not without a card: nobody
   * fills the days of guards with bookings that nothing stands behind. That is told like a hold that was refused, and mended
   * like it.
   */
  async schedule({ job }: JobMoney, at: Date): Promise<JobMoney | null> {
    const card = await this.cards.ofCustomer(job.customerId, null);
    if (!card.stripePaymentMethodId) return this.placing.refuse(job.id, card);
    await this.changes.inTurn(job.id, async (turn) => {
      if (hasEnded(turn.job) || !(await this.repository.scheduleHold(job.id, at, this.platform.clock.now()))) return;
      await turn.tell({ type: 'hold.scheduled', details: { at: at.toISOString() } });
      await this.platform.queue.publish(paymentEvents['hold.deferred'], { jobId: job.id });
      await this.platform.queue.publish(paymentEvents['card.to_check'], { jobId: job.id });
    });
    return null;
  }
}
