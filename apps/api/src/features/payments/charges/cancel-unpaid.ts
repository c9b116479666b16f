import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { Config } from '../../../platform/config/config.js';
import { Timeline } from '../../../platform/timeline/timeline.js';
import { CancelBySystem } from '../../jobs/cancel-by-system.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { paymentEvents } from '../payments.events.js';

const REASON = 'The price could not be held on the card in time. Nothing is charged.';

/** A hold that failed can be mended by saving another card; a job for which nobody pays is not kept open for ever. */
@Injectable()
export class HoldGrace {
  constructor(
    private readonly cancellation: CancelBySystem,
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
    private readonly timeline: Timeline,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Tells the customer until when he can mend it. A card that fails as well does not make it longer. */
  async begin(jobId: string): Promise<void> {
    await this.changes.inTurn(jobId, async ({ status, startTime }) => {
      const isOpen = status === 'requested' || status === 'matched';
      if (!isOpen || (await this.mendBy(jobId)) || (await this.repository.live(jobId, 'charge'))) return;
      const aDay = shift(this.clock.now(), this.config.rules.HOLD_MEND_HOURS * HOUR_MS);
      const at = startTime < aDay ? startTime : aDay;
      await this.changes.tell(jobId, { type: 'hold.mend_by', details: { at: at.toISOString() } });
      await this.changes.publish(paymentEvents['hold.mend_by'], jobId, at);
    });
  }

  /** Cancels the job when the time is over and nothing is held, nor asked for at this moment. */
  async end(jobId: string): Promise<void> {
    await this.changes.inTurn(jobId, async ({ status }) => {
      const mendBy = await this.mendBy(jobId);
      if (!mendBy || mendBy > this.clock.now() || (await this.repository.live(jobId, 'charge'))) return;
      if (status === 'requested' || status === 'matched')
        await this.cancellation.cancel(jobId, REASON, { mendBy: mendBy.toISOString() });
    });
  }

  /** Null when the last hold did not fail. */
  private async mendBy(jobId: string): Promise<Date | null> {
    let at: unknown = null;
    for (const row of await this.timeline.ofJob(jobId)) {
      if (row.type === 'hold.placed') at = null;
      if (row.type === 'hold.mend_by') at = row.details['at'];
    }
    return typeof at === 'string' ? new Date(at) : null;
  }
}
