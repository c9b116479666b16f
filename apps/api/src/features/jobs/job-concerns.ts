import { Injectable } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS, shift } from '../../platform/clock/duration.js';
import { Platform } from '../../platform/platform.js';
import { type ConcernedJob, JobConcernsRepository } from './job-concerns.repository.js';

export type { ConcernedJob } from './job-concerns.repository.js';

/** Jobs that need somebody, by their states and times. */
@Injectable()
export class JobConcerns {
  constructor(
    private readonly repository: JobConcernsRepository,
    private readonly platform: Platform,
  ) {}

  /** The first `limit` of each kind, the longest due first, each with how many there are of its kind. */
  async find(limit: number): Promise<ConcernedJob[]> {
    const now = this.platform.clock.now();
    const { DESK_UNFILLED_HOURS, NO_SHOW_ALERT_MINUTES } = this.platform.config.rules;
    const found = await Promise.all([
      this.repository.unfilled(shift(now, DESK_UNFILLED_HOURS * HOUR_MS), limit),
      this.repository.late(shift(now, -NO_SHOW_ALERT_MINUTES * MINUTE_MS), limit),
      this.repository.leftPost(limit),
      this.repository.overTime(now, limit),
    ]);
    return found.flat();
  }
}
