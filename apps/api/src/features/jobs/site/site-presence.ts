import { Injectable } from '@nestjs/common';
import type { api, Input, Position, TimelineDetails } from '@aegis/contract';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { type OnSite, proofOf } from './dwell.js';
import { allowedDistanceMeters, isInside, tooFar } from './geofence.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsRepository } from '../jobs.repository.js';
import type { ProvedAt } from './proved-at.js';
import { type SiteTrack, StoredFixes } from './stored-fixes.js';

export type Presence = Exclude<Input<typeof api.jobs.checkIn>['body'], { code: string }>;

/** What shows it, with what the timeline tells of it: no positions, which are kept for thirty days only. */
export interface PositionProof extends ProvedAt {
  details: TimelineDetails<'job.started'>;
}

interface Track extends SiteTrack {
  siteRadiusMeters: number;
}

/** A position older than this does not show where somebody is now: stored fixes must show where they were then. */
const CURRENT_MS = 5 * MINUTE_MS;
/** How far around the moment stored fixes count. */
const AROUND_MS = 5 * MINUTE_MS;

/** Decides whether a reported position proves that somebody is, or was, at the site. */
@Injectable()
export class SitePresence {
  constructor(
    private readonly repository: JobsRepository,
    private readonly fixes: StoredFixes,
    private readonly platform: Platform,
  ) {}

  /**
   * @throws 422 when the position is too inexact, not current and not shown by stored fixes, outside the geofence (with the
   *   distance), or when one inexact fix alone does not show that they stay.
   */
  async prove(track: Track, presence: Presence): Promise<PositionProof> {
    const { rules } = this.platform.config;
    const { accuracyMeters } = presence;
    if (accuracyMeters > rules.FIX_POOR_METERS)
      throw jobErrors.problem('position_too_poor', { facts: { accuracyMeters, allowedMeters: rules.FIX_POOR_METERS } });
    const now = this.platform.clock.now();
    const recordedAt = presence.recordedAt ?? now;
    const ageMs = now.getTime() - recordedAt.getTime();
    if (ageMs < -rules.FIX_FUTURE_SECONDS * SECOND_MS || ageMs > rules.FIX_MAX_AGE_HOURS * HOUR_MS)
      throw jobErrors.problem('position_not_current');
    const reported = { ...presence, recordedAt, distanceMeters: await this.distanceInside(track, presence) };
    const isLate = ageMs > CURRENT_MS;
    const evidence = isLate ? await this.proveLate(track, recordedAt) : await this.proveNow(track, reported);
    const at = isLate ? recordedAt : now;
    return { kind: 'position', at, location: presence.location, details: detailsOf(reported, evidence, isLate) };
  }

  private async proveNow(track: Track, reported: OnSite): Promise<OnSite[]> {
    const { config } = this.platform;
    const alone = proofOf([reported], config.rules);
    if (alone) return alone;
    const stored = await this.storedOnSite(track, reported.recordedAt);
    const together = [...stored, reported].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime());
    const evidence = proofOf(together, config.rules);
    if (!evidence)
      throw jobErrors.problem('stay_a_moment', {
        facts: { waitSeconds: config.rules.CHECK_IN_DWELL_SECONDS },
      });
    return evidence;
  }

  /** What is reported late proves nothing by itself: anybody can say where they were an hour ago. */
  private async proveLate(track: Track, recordedAt: Date): Promise<OnSite[]> {
    const evidence = proofOf(await this.storedOnSite(track, recordedAt), this.platform.config.rules);
    if (!evidence) throw jobErrors.problem('position_not_current');
    return evidence;
  }

  private async storedOnSite(track: Track, around: Date): Promise<OnSite[]> {
    const fixes = await this.fixes.between(track, shift(around, -AROUND_MS), shift(around, AROUND_MS));
    return fixes.filter((fix) => isInside(fix, track.siteRadiusMeters, this.platform.config.rules));
  }

  private async distanceInside(
    { jobId, siteRadiusMeters }: Track,
    reported: { location: Position; accuracyMeters: number },
  ): Promise<number> {
    const distanceMeters = await this.repository.distanceToSite(jobId, reported.location);
    const allowedMeters = allowedDistanceMeters(reported.accuracyMeters, siteRadiusMeters, this.platform.config.rules);
    if (distanceMeters > allowedMeters)
      throw jobErrors.problem('outside_geofence', {
        detail: tooFar(distanceMeters, allowedMeters),
        facts: { distanceMeters: Math.round(distanceMeters), allowedMeters: Math.round(allowedMeters) },
      });
    return distanceMeters;
  }
}

function detailsOf(reported: OnSite, evidence: readonly OnSite[], isLate: boolean): TimelineDetails<'job.started'> {
  const { distanceMeters, accuracyMeters, recordedAt } = reported;
  return {
    distanceMeters: Math.round(distanceMeters),
    accuracyMeters,
    ...(isLate && { recordedAt: recordedAt.toISOString(), offline: true }),
    evidence: evidence.map((fix) => ({
      recordedAt: fix.recordedAt.toISOString(),
      distanceMeters: Math.round(fix.distanceMeters),
      accuracyMeters: fix.accuracyMeters,
    })),
  };
}
