import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { Silence } from './silence.js';

const EVERY_MS = 30 * SECOND_MS;
const JOBS_AT_ONCE = 500;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/** Looks twice a minute whether the guards of all jobs under way are heard of. Every process looks; one of them tells. */
@Injectable()
export class SilenceWatch implements OnApplicationBootstrap {
  constructor(
    private readonly silence: Silence,
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  onApplicationBootstrap(): void {
    this.platform.schedule.inEveryProcess(EVERY_MS, 'silence-watch', () => this.look());
  }

  async look(): Promise<void> {
    await this.silence.refresh();
    for (let after = BEFORE_ALL_IDS; ;) {
      const jobs = await this.jobs.underWay(after, JOBS_AT_ONCE);
      await this.silence.judge(jobs);
      const last = jobs.at(-1);
      if (!last || jobs.length < JOBS_AT_ONCE) return;
      after = last.id;
    }
  }
}
