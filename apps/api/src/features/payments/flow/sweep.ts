import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { CarryOn } from './carry-on.js';
import { FindStuckMoney } from './stuck-money.js';
import { UnsettledJobs } from './unsettled-jobs.js';

/** Jobs asked about at once: a stuck one must not hold up the rest, and Stripe limits requests a second. */
const LANES = 4;

/** Looks after every job whose money got stuck: an answer, an event or the process that waited for it was lost. */
@Injectable()
export class Sweep implements OnApplicationBootstrap {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly unsettled: UnsettledJobs,
    private readonly money: CarryOn,
    private readonly stuckMoney: FindStuckMoney,
    private readonly changes: PaymentChanges,
    private readonly platform: Platform,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.platform.config.stripe) return;
    const { PAYMENT_SWEEP_SECONDS } = this.platform.config.rules;
    this.platform.schedule.every(PAYMENT_SWEEP_SECONDS * SECOND_MS, 'payment-sweep', () => this.sweep());
  }

  /** One job that cannot be settled must not keep the others from it: it is counted. */
  async sweep(): Promise<{ jobs: number; failed: number }> {
    const stuck = await this.unsettled.find();
    const queue = stuck.values();
    const lanes = Array.from({ length: LANES }, async () => {
      let failed = 0;
      for (const jobId of queue) {
        if (this.platform.schedule.isEnding) break;
        if (!(await this.carryOn(jobId))) failed += 1;
      }
      return failed;
    });
    await this.tellUnknown();
    return { jobs: stuck.length, failed: (await Promise.all(lanes)).reduce((sum, failed) => sum + failed, 0) };
  }

  /** What was asked of the provider and came to nothing that anybody knows, even after this: somebody is to look. */
  private async tellUnknown(): Promise<void> {
    for (const { id: paymentId, jobId } of await this.stuckMoney.unknown()) {
      const told = { type: 'money.unknown', details: { paymentId } } as const;
      await this.changes.inTurn(jobId, async (turn) => {
        if (await this.platform.timeline.isTold({ jobId }, { ...told, since: turn.job.requestedAt })) return;
        await turn.tell(told);
      });
    }
  }

  private async carryOn(jobId: string): Promise<boolean> {
    try {
      return await this.money.carryOn(jobId);
    } catch (error) {
      this.logger.error(`sweep of job ${jobId}: ${String(error)}`);
      return false;
    }
  }
}
