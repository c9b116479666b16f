import { Injectable } from '@nestjs/common';
import { DAY_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { SweepRepository } from './sweep.repository.js';

/** As long as the plan asks a card for what is due, and a day more for a sweep that was late. */
const REFUSED_SINCE_MS = 15 * DAY_MS;

/** Finds every job whose money should have moved by now and has not, whichever event, deadline or answer was lost. */
@Injectable()
export class UnsettledJobs {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: SweepRepository,
    private readonly platform: Platform,
  ) {}

  async find(): Promise<string[]> {
    const now = this.platform.clock.now();
    const before = shift(now, -this.platform.config.rules.PAYMENT_UNKNOWN_AFTER_SECONDS * SECOND_MS);
    const [unknown, owed, held, open, refused] = await Promise.all([
      this.repository.withUnknownOutcome(before, now),
      this.repository.withReversalOwed(before),
      this.repository.held(before),
      this.openWithoutHold(before),
      this.refused(),
    ]);
    return [...new Set([...unknown, ...owed, ...(await this.endedOrEnding(held)), ...open, ...refused])];
  }

  /** Ended jobs whose card refused what is due: the plan asks it once a day. */
  private async refused(): Promise<string[]> {
    const now = this.platform.clock.now();
    const refused = await this.repository.refused(shift(now, -REFUSED_SINCE_MS), shift(now, -DAY_MS));
    const ended = await this.jobs.endedAmong(refused);
    return ended.filter((job) => job.dueAmountCents > 0).map((job) => job.id);
  }

  private async endedOrEnding(held: { jobId: string; isBeside: boolean; endsAt: Date | null }[]): Promise<string[]> {
    const soon = shift(this.platform.clock.now(), DAY_MS / 2);
    const ended = await this.jobs.endedAmong(held.map(({ jobId }) => jobId));
    const ending = held.filter(({ isBeside, endsAt }) => isBeside || (endsAt !== null && endsAt < soon));
    return [...ended.map((job) => job.id), ...ending.map(({ jobId }) => jobId)];
  }

  private async openWithoutHold(bookedBefore: Date): Promise<string[]> {
    const startsBefore = shift(this.platform.clock.now(), this.platform.config.rules.HOLD_AHEAD_DAYS * DAY_MS);
    const open = await this.jobs.openBefore(startsBefore, bookedBefore);
    return this.repository.withoutLiveCharge(open);
  }
}
