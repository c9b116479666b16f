import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { Config } from '../../../platform/config/config.js';
import { Schedule } from '../../../platform/schedule/schedule.js';
import { MoveMoneyOn } from '../move-money-on.js';
import { UnsettledJobs } from './unsettled-jobs.js';

/** Jobs asked about at once: a stuck one must not hold up the rest, and Stripe limits requests a second. */
const LANES = 4;

/** Looks after every job whose money got stuck: an answer, an event or the process that waited for it was lost. */
@Injectable()
export class SweepPayments implements OnApplicationBootstrap {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly unsettled: UnsettledJobs,
    private readonly money: MoveMoneyOn,
    private readonly schedule: Schedule,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.stripe) return;
    const { PAYMENT_SWEEP_SECONDS } = this.config.rules;
    this.schedule.every(PAYMENT_SWEEP_SECONDS * SECOND_MS, 'payment-sweep', () => this.sweep());
  }

  /** One job that cannot be settled must not keep the others from it: it is counted and logged. */
  async sweep(): Promise<{ jobs: number; failed: number }> {
    const stuck = await this.unsettled.find();
    const refused = await this.unsettled.toCollect();
    const failed =
      (await this.each(stuck, (jobId) => this.money.moveOn(jobId))) +
      (await this.each(refused, (jobId) => this.money.collect(jobId)));
    return { jobs: stuck.length + refused.length, failed };
  }

  private async each(jobIds: readonly string[], work: (jobId: string) => Promise<void>): Promise<number> {
    const queue = jobIds.values();
    const lanes = Array.from({ length: LANES }, async () => {
      let failed = 0;
      for (const jobId of queue)
        try {
          await work(jobId);
        } catch (error) {
          failed += 1;
          this.logger.error(`sweep of job ${jobId}: ${String(error)}`);
        }
      return failed;
    });
    return (await Promise.all(lanes)).reduce((sum, failed) => sum + failed, 0);
  }
}
