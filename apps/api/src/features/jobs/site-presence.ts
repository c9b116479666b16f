import { Injectable } from '@nestjs/common';
import type { api, Input } from '@aegis/contract';
import { Clock } from '../../platform/clock/clock.js';
import { MINUTE_MS, SECOND_MS } from '../../platform/clock/duration.js';
import { Config } from '../../platform/config/config.js';
import { allowedDistanceMeters, tooFar } from './geofence.js';
import { jobErrors } from './jobs.errors.js';
import { JobsRepository } from './jobs.repository.js';

export type Presence = Input<typeof api.jobs.checkIn>['body'];

/** A position older than this does not show where somebody is now. */
const CURRENT_MS = 5 * MINUTE_MS;

/** Decides whether a reported position proves that somebody is at the site. */
@Injectable()
export class SitePresence {
  constructor(
    private readonly repository: JobsRepository,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Distance to the site in metres.
   * @throws 422 when the position is too inexact, not current, or outside the geofence (with the distance).
   */
  async prove(jobId: string, { location, accuracyMeters, recordedAt }: Presence): Promise<number> {
    const { rules } = this.config;
    if (accuracyMeters > rules.FIX_POOR_METERS)
      throw jobErrors.problem('position_too_poor', { facts: { accuracyMeters, allowedMeters: rules.FIX_POOR_METERS } });
    const ageMs = this.clock.now().getTime() - (recordedAt ?? this.clock.now()).getTime();
    if (ageMs > CURRENT_MS || ageMs < -rules.FIX_FUTURE_SECONDS * SECOND_MS)
      throw jobErrors.problem('position_not_current');
    const distanceMeters = await this.repository.distanceToSite(jobId, location);
    const allowedMeters = allowedDistanceMeters(accuracyMeters, rules);
    if (distanceMeters > allowedMeters)
      throw jobErrors.problem('outside_geofence', {
        detail: tooFar(distanceMeters, allowedMeters),
        facts: { distanceMeters: Math.round(distanceMeters), allowedMeters: Math.round(allowedMeters) },
      });
    return distanceMeters;
  }
}
