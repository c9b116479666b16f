import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { paymentEvents } from '../payments.events.js';
import { hasEnded } from '../rows/amounts.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';

/** A card holds money for seven days at most, so that a hold placed with an early booking would be gone at the job. */
@Injectable()
export class ScheduleHold {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly platform: Platform,
  ) {}

  /** Says once that the card is held at `at`, and lets the search for a guard begin without it. */
  async schedule(jobId: string, at: Date): Promise<void> {
    await this.changes.inTurn(jobId, async (turn) => {
      if (hasEnded(turn.job) || !(await this.repository.scheduleHold(jobId, at, this.platform.clock.now()))) return;
      await turn.tell({ type: 'hold.scheduled', details: { at: at.toISOString() } });
      await this.platform.queue.publish(paymentEvents['hold.deferred'], { jobId });
    });
  }
}
