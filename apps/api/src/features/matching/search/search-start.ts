import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { BATCH_CLOSES } from './batch-dispatch.js';
import { Dispatch } from './dispatch.js';
import { PausedSearchesRepository } from './paused-searches.repository.js';
import { startsSoon } from './wave-plan.js';

/** Begins the search for a job whose payment is in order. */
@Injectable()
export class SearchStart {
  constructor(
    private readonly jobs: JobsService,
    private readonly dispatch: Dispatch,
    private readonly pauses: PausedSearchesRepository,
    private readonly platform: Platform,
  ) {}

  /** At once when the job starts soon; else with those that are booked within the same window. */
  async begin(jobId: string): Promise<void> {
    const { startTime, termsChangedAt } = await this.jobs.get(jobId);
    if (termsChangedAt !== null) await this.pauses.goOn(jobId);
    const { rules } = this.platform.config;
    if (startsSoon(startTime, this.platform.clock.now(), rules) || rules.BATCH_WINDOW_SECONDS === 0)
      return this.dispatch.advance(jobId);
    await this.platform.deadlines.set(BATCH_CLOSES, jobId, this.endOfWindow());
  }

  /** Windows are the same for all processes, so that their jobs meet. */
  private endOfWindow(): Date {
    const windowMs = this.platform.config.rules.BATCH_WINDOW_SECONDS * SECOND_MS;
    return new Date((Math.floor(this.platform.clock.now().getTime() / windowMs) + 1) * windowMs);
  }
}
