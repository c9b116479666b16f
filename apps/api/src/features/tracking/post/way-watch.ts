import { Injectable, Logger } from '@nestjs/common';
import type { Fix } from '@aegis/contract';
import { LRUCache } from 'lru-cache';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { type FollowedJob, JobsService } from '../../jobs/jobs.service.js';
import { roughMeters } from './rough-meters.js';

/** Where somebody was farthest from the site since this process has seen them. */
interface Farthest {
  guardId: string | null;
  meters: number;
  accuracyMeters: number;
  isTold: boolean;
}

const MOST_WATCHED = 10_000;

/**
 * Whether a guard has set out: they come nearer to the site before the shift. Of each only the farthest point is kept, in this
 * process; one that is new begins with the next fix, and what was told already is told by the timeline.
 */
@Injectable()
export class WayWatch {
  private readonly logger = new Logger('way');
  private readonly watched = new LRUCache<string, Farthest>({ max: MOST_WATCHED });

  constructor(
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  /** A good fix was stored. Holds nobody up. */
  seen(job: FollowedJob, fix: Fix): void {
    const { FIX_GOOD_METERS } = this.platform.config.rules;
    if (job.status !== 'matched') return void this.watched.delete(job.id);
    if (fix.accuracyMeters > FIX_GOOD_METERS) return;
    const { accuracyMeters } = fix;
    const seen = { guardId: job.guardId, meters: roughMeters(fix, job.location), accuracyMeters, isTold: false };
    const farthest = this.farthest(job, seen);
    if (farthest.isTold || !this.isNearer(seen, farthest)) return;
    farthest.isTold = true;
    this.tell(job).catch((error: unknown) => {
      farthest.isTold = false;
      this.logger.warn(String(error));
    });
  }

  private farthest({ id, guardId }: FollowedJob, seen: Farthest): Farthest {
    const known = this.watched.get(id);
    if (known && known.guardId === guardId && (known.isTold || known.meters >= seen.meters)) return known;
    this.watched.set(id, seen);
    return seen;
  }

  /** By more than the inexactness of both positions. */
  private isNearer(seen: Farthest, farthest: Farthest): boolean {
    const margin = this.platform.config.rules.ON_THE_WAY_METERS + seen.accuracyMeters + farthest.accuracyMeters;
    return farthest.meters - seen.meters > margin;
  }

  private async tell({ id: jobId, guardId, matchedAt }: FollowedJob): Promise<void> {
    if (!guardId || !matchedAt) return;
    const { database, timeline } = this.platform;
    const [type, details] = ['job.guard_on_the_way' as const, { guardId }];
    await database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      if (job.status !== 'matched' || job.guardId !== guardId) return;
      if (await timeline.isTold({ jobId }, { type, since: matchedAt, details })) return;
      await timeline.record({ subject: { jobId }, type, actor: SYSTEM, details });
    });
  }
}
