import { Injectable } from '@nestjs/common';
import { Platform } from '../../platform/platform.js';
import { ProposedTerms } from './editing/proposed-terms.js';
import { CreateJob } from './create-job.js';
import { GuardStanding } from './guard-standing.js';
import type { JobRow } from './job-rows.js';
import { JobWakeUps } from './job-wake-ups.js';
import { JobsRepository } from './jobs.repository.js';
import { jobErrors } from './jobs.errors.js';
import { JobsService } from './jobs.service.js';
import { bookedFeePercent, bookedPrice } from './pricing.js';

/**
 * A later end for a job that has its guard. Payments asks for it, when the customer has agreed to the higher price and their
 * card holds it: the database refuses it before.
 */
@Injectable()
export class ExtendJob {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: JobsRepository,
    private readonly times: CreateJob,
    private readonly standing: GuardStanding,
    private readonly proposals: ProposedTerms,
    private readonly wakeUps: JobWakeUps,
    private readonly platform: Platform,
  ) {}

  /** The job as it would be. @throws 409 or 422 when it cannot last so long. */
  async preview(job: JobRow, endTime: Date): Promise<JobRow> {
    if (!isRunning(job)) throw jobErrors.problem('job_moved_on');
    if (endTime <= job.endTime) throw jobErrors.problem('extension_too_short');
    this.times.refuseImpossibleLength({ ...job, endTime });
    await this.times.refuseDebtor(job.customerId);
    if (!(await this.mayStay(job, endTime))) throw jobErrors.problem('guard_not_free');
    return this.extended(job, endTime);
  }

  /** `preview` once the customer agrees. @throws 409 `price_changed` with the price, when they were shown another */
  async agreed(job: JobRow, endTime: Date, shownCents: number | undefined): Promise<JobRow> {
    const longer = await this.preview(job, endTime);
    this.times.refuseOtherPrice(longer, shownCents);
    return longer;
  }

  /** In the job's turn; holds the guard's row, so that they are not given another job for that time meanwhile. */
  async isPossible(jobId: string, endTime: Date): Promise<boolean> {
    const job = await this.jobs.get(jobId);
    if (!isRunning(job) || endTime <= job.endTime || job.guardId === null) return false;
    await this.repository.lockGuard(job.guardId);
    return this.mayStay(job, endTime);
  }

  /** In the job's turn, after `isPossible`. */
  async extend(jobId: string, endTime: Date): Promise<void> {
    const { totalAmountCents, platformFeeCents, guardPayoutCents } = this.extended(await this.jobs.get(jobId), endTime);
    await this.repository.extend(jobId, endTime, { totalAmountCents, platformFeeCents, guardPayoutCents });
    const job = await this.jobs.get(jobId);
    if (job.status === 'in_progress') await this.wakeUps.forEnd(job);
    await this.proposals.end(jobId);
  }

  /** Their other jobs, the way there and their rest are as binding as when they accepted. */
  private async mayStay(job: JobRow, endTime: Date): Promise<boolean> {
    const { sentences } = await this.standing.objectionsToTerms(job.guardId ?? '', job, { ...job, endTime });
    return sentences.length === 0;
  }

  /** Priced with the fee percent of the booking, which may not be the one in force. */
  private extended(job: JobRow, endTime: Date): JobRow {
    const PLATFORM_FEE_PERCENT = bookedFeePercent(job);
    return {
      ...job,
      endTime,
      ...bookedPrice({ ...job, endTime }, { ...this.platform.config.rules, PLATFORM_FEE_PERCENT }),
    };
  }
}

const isRunning = ({ status }: JobRow): boolean => status === 'matched' || status === 'in_progress';
