import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { DAY_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Config } from '../../../platform/config/config.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { SweepRepository } from './sweep.repository.js';

/** A card that has refused what is due for work done is asked once a day, for so long. */
const COLLECT_FOR_DAYS = 14;

/** Finds every job whose money should have moved by now and has not, whichever event or answer was lost. */
@Injectable()
export class UnsettledJobs {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: SweepRepository,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async find(): Promise<string[]> {
    const before = shift(this.clock.now(), -this.config.rules.PAYMENT_UNKNOWN_AFTER_SECONDS * SECOND_MS);
    const [unknown, owed, held, open] = await Promise.all([
      this.repository.withUnknownOutcome(before),
      this.repository.withReversalOwed(before),
      this.repository.held(before),
      this.openWithoutHold(before),
    ]);
    return [...new Set([...unknown, ...owed, ...(await this.endedOrEnding(held)), ...open])];
  }

  /** Ended jobs whose card refused what is due: to be asked again. */
  async toCollect(): Promise<string[]> {
    const now = this.clock.now();
    const refused = await this.repository.refused(shift(now, -COLLECT_FOR_DAYS * DAY_MS), shift(now, -DAY_MS));
    const ended = await this.jobs.endedAmong(refused);
    return ended.filter((job) => job.dueAmountCents > 0).map((job) => job.id);
  }

  private async endedOrEnding(held: { jobId: string; isSpare: boolean; endsAt: Date | null }[]): Promise<string[]> {
    const soon = shift(this.clock.now(), DAY_MS / 2);
    const ended = await this.jobs.endedAmong(held.map(({ jobId }) => jobId));
    const ending = held.filter(({ isSpare, endsAt }) => isSpare || (endsAt !== null && endsAt < soon));
    return [...ended.map((job) => job.id), ...ending.map(({ jobId }) => jobId)];
  }

  private async openWithoutHold(bookedBefore: Date): Promise<string[]> {
    const startsBefore = shift(this.clock.now(), this.config.rules.HOLD_AHEAD_DAYS * DAY_MS);
    const open = await this.jobs.openBefore(startsBefore, bookedBefore);
    return this.repository.withoutLiveCharge(open);
  }
}
