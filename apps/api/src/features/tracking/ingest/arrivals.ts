import { Injectable } from '@nestjs/common';
import type { Fix } from '@aegis/contract';
import type { FollowedJob } from '../../jobs/jobs.service.js';
import { LiveLocations } from '../live/live-locations.js';
import { Silence } from '../silence/silence.js';
import { PostWatch } from '../post/post-watch.js';
import { WayWatch } from '../post/way-watch.js';
import { PositionReports } from './position-reports.js';

/** What follows from stored fixes. Nothing of it holds an answer up, and all of it can be lost with the process. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly positions: PositionReports,
    private readonly live: LiveLocations,
    private readonly silence: Silence,
    private readonly posts: PostWatch,
    private readonly ways: WayWatch,
  ) {}

  /**
   * @param last of what was accepted, in time; it may have been there already: the process that stored it may have ended just
   *   then.
   * @param lastFresh of what was not there before
   */
  tell(job: FollowedJob, last: Fix | undefined, lastFresh: Fix | undefined): void {
    if (last && job.guardId) this.positions.report(job.guardId, last);
    if (!lastFresh) return;
    this.live.tell(job, lastFresh);
    this.silence.heard(job, lastFresh.recordedAt);
    this.posts.seen(job, lastFresh);
    this.ways.seen(job, lastFresh);
  }
}
