import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { DAY_MS, shift } from '../../../platform/clock/duration.js';
import { Config } from '../../../platform/config/config.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { hasEnded } from '../rows/amount-due.js';
import type { PaymentEntity } from '../rows/payment.entity.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { PlaceHold } from './place-hold.js';
import { paymentEvents } from '../payments.events.js';

/** A card holds money for seven days at most, so that a hold placed with an early booking would be gone at the job. */
@Injectable()
export class ScheduleHold {
  constructor(
    private readonly jobs: JobsService,
    private readonly holds: PlaceHold,
    private readonly changes: PaymentChanges,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** For a new job: places the hold and gives it, or puts it off and lets the search for a guard begin without it. */
  async placeOrPutOff(jobId: string): Promise<PaymentEntity | null> {
    const job = await this.jobs.booking(jobId);
    const due = shift(job.startTime, -this.config.rules.HOLD_AHEAD_DAYS * DAY_MS);
    if (due <= this.clock.now()) return this.holds.place(jobId, job);
    await this.putOff(jobId, due);
    return null;
  }

  private async putOff(jobId: string, due: Date): Promise<void> {
    await this.changes.inTurn(jobId, async (job) => {
      if (hasEnded(job) || (await this.changes.wasTold(jobId, 'hold.scheduled'))) return;
      await this.changes.tell(jobId, { type: 'hold.scheduled', details: { at: due.toISOString() } });
      await this.changes.publish(paymentEvents['hold.deferred'], jobId);
      await this.changes.publish(paymentEvents['hold.due'], jobId, due);
    });
  }
}
