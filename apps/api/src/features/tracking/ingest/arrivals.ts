import { Injectable } from '@nestjs/common';
import type { Fix } from '@aegis/contract';
import type { FollowedJob } from '../../jobs/jobs.service.js';
import { LiveLocations } from '../live/live-locations.js';
import { Silence } from '../silence/silence.js';
import { PositionReports } from './position-reports.js';

/** What follows from stored fixes. Nothing of it holds an answer up, and all of it can be lost with the process. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly positions: PositionReports,
    private readonly live: LiveLocations,
    private readonly silence: Silence,
  ) {}

  /**
   * @param accepted in order of recording, what was there already too: the process that stored it may have ended just then.
   * @param fresh those of them that were not there before
   */
  tell(job: FollowedJob, accepted: readonly Fix[], fresh: readonly Fix[]): void {
    const last = accepted.at(-1);
    if (last && job.guardId) this.positions.report(job.guardId, last);
    const lastFresh = fresh.at(-1);
    if (!lastFresh) return;
    this.live.tell(job, lastFresh);
    this.silence.heard(job, lastFresh.recordedAt);
  }
}
