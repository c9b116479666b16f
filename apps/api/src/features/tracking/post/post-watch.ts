import { Injectable, Logger } from '@nestjs/common';
import type { Fix } from '@aegis/contract';
import { jobs } from '../../../../database/tables.js';
import { MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { statement } from '../../../platform/database/statement.js';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { type FollowedJob, JobsService } from '../../jobs/jobs.service.js';
import { type SiteFix, type SiteTrack, StoredFixes } from '../../jobs/site/stored-fixes.js';
import { awaySince, isOutside } from '../../jobs/site/away.js';
import { roughMeters } from './rough-meters.js';

/** So far back the way is looked at; with the fixes that are needed, one every few minutes is enough. */
const LOOKED_BACK_MINUTES = 30;
/** How often this process asks about a guard who is outside. */
const ASK_EVERY_MS = 30 * SECOND_MS;

const SET_LEFT = statement({
  takes: [jobs.id, jobs.leftPostAt],
  text: `UPDATE jobs SET left_post_at = $2 WHERE id = $1 AND status = 'in_progress'
         AND (left_post_at IS NULL) <> ($2::timestamptz IS NULL)`,
});

/**
 * Whether guards at work are at their posts. Asked when a fix comes that says otherwise: nobody is looked at whose fixes are
 * where they should be. Nothing is lost with a process: the next fix asks again.
 */
@Injectable()
export class PostWatch {
  private readonly logger = new Logger('post');
  private readonly asked = new Map<string, number>();

  constructor(
    private readonly jobs: JobsService,
    private readonly fixes: StoredFixes,
    private readonly platform: Platform,
  ) {}

  /** A good fix was stored. Holds nobody up. */
  seen(job: FollowedJob, fix: Fix): void {
    const { FIX_GOOD_METERS } = this.platform.config.rules;
    if (job.status !== 'in_progress' || fix.accuracyMeters > FIX_GOOD_METERS) return;
    const outside = isOutside({ ...fix, distanceMeters: roughMeters(fix, job.location) }, job.siteRadiusMeters);
    if (outside === (job.leftPostAt !== null) || !this.isTurn(job.id)) return;
    this.judge(job.id).catch((error: unknown) => this.logger.warn(String(error)));
  }

  /** Tells, once, that they left or are back: by the distances of the database, under the job's lock. */
  async judge(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      if (job.status !== 'in_progress' || !job.guardId || !job.startedAt) return;
      const fixes = await this.fixesOf({ jobId, guardId: job.guardId, location: job.location }, job.startedAt);
      const left = awaySince(fixes, job.siteRadiusMeters, this.platform.config.rules);
      if (left && !job.leftPostAt) await this.tellLeft(jobId, left);
      if (!left && job.leftPostAt && this.isBack(fixes, job.siteRadiusMeters))
        await this.tellBack(jobId, job.leftPostAt);
    });
  }

  private fixesOf(track: SiteTrack, startedAt: Date): Promise<SiteFix[]> {
    const now = this.platform.clock.now();
    const lookedBack = shift(now, -LOOKED_BACK_MINUTES * MINUTE_MS);
    const from = lookedBack > startedAt ? lookedBack : startedAt;
    return this.fixes.between(track, from, shift(now, MINUTE_MS));
  }

  private isBack(fixes: readonly SiteFix[], siteRadiusMeters: number): boolean {
    const { FIX_GOOD_METERS } = this.platform.config.rules;
    const last = fixes.findLast(({ accuracyMeters }) => accuracyMeters <= FIX_GOOD_METERS);
    return last !== undefined && !isOutside(last, siteRadiusMeters);
  }

  private async tellLeft(jobId: string, { recordedAt, distanceMeters }: SiteFix): Promise<void> {
    const { database, timeline } = this.platform;
    if ((await database.run(SET_LEFT, [jobId, recordedAt])) === 0) return;
    const details = { since: recordedAt.toISOString(), distanceMeters: Math.round(distanceMeters) };
    await timeline.record({ subject: { jobId }, type: 'job.left_post', actor: SYSTEM, details });
  }

  private async tellBack(jobId: string, leftPostAt: Date): Promise<void> {
    const { database, timeline } = this.platform;
    if ((await database.run(SET_LEFT, [jobId, null])) === 0) return;
    const details = { awaySince: leftPostAt.toISOString() };
    await timeline.record({ subject: { jobId }, type: 'job.back_on_post', actor: SYSTEM, details });
  }

  private isTurn(jobId: string): boolean {
    const now = this.platform.clock.now().getTime();
    const last = this.asked.get(jobId);
    if (last !== undefined && Math.abs(now - last) < ASK_EVERY_MS) return false;
    // Whoever is outside is few; those of earlier need not be kept.
    if (this.asked.size > 10_000) this.asked.clear();
    this.asked.set(jobId, now);
    return true;
  }
}
