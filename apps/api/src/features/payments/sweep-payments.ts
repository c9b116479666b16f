import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { MINUTE_MS, shift } from '../../platform/clock/duration.js';
import { GiveRefund } from './give-refund.js';
import { PayGuard } from './pay-guard.js';
import { PaymentsRepository } from './payments.repository.js';
import { PlaceHold } from './place-hold.js';
import { ReversePayout } from './reverse-payout.js';
import { SettleJob } from './settle-job.js';

/** By then the call's own repetitions and the webhook have had their time. */
const UNKNOWN_AFTER_MINUTES = 15;
const JOBS_A_SWEEP = 100;

/** Asks Stripe about every attempt whose outcome never arrived. For the schedule of the operations feature. */
@Injectable()
export class SweepPayments {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly repository: PaymentsRepository,
    private readonly holds: PlaceHold,
    private readonly jobs: SettleJob,
    private readonly payouts: PayGuard,
    private readonly refunds: GiveRefund,
    private readonly reversals: ReversePayout,
    private readonly clock: Clock,
  ) {}

  /** One job that cannot be settled must not keep the others from it: it is counted and logged. */
  async sweep(): Promise<{ jobs: number; failed: number }> {
    const before = shift(this.clock.now(), -UNKNOWN_AFTER_MINUTES * MINUTE_MS);
    const jobs = await this.repository.jobsUnsettledSince(before, JOBS_A_SWEEP);
    let failed = 0;
    for (const jobId of jobs) {
      try {
        await this.settle(jobId);
      } catch (error) {
        failed += 1;
        this.logger.error(`sweep of job ${jobId}: ${String(error)}`);
      }
    }
    return { jobs: jobs.length, failed };
  }

  private async settle(jobId: string): Promise<void> {
    await this.holds.place(jobId);
    await this.jobs.settle(jobId);
    await this.payouts.pay(jobId);
    await this.refunds.giveAll(jobId);
    await this.reversals.reverseAll(jobId);
  }
}
