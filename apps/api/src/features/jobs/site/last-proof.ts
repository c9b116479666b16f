import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { JobRow } from '../job-rows.js';
import { JobsRepository } from '../jobs.repository.js';
import { allowedDistanceMeters } from './geofence.js';
import { StoredFixes } from './stored-fixes.js';

/** Until when it is shown that a guard was at the site. */
@Injectable()
export class LastProof {
  constructor(
    private readonly repository: JobsRepository,
    private readonly storedFixes: StoredFixes,
    private readonly platform: Platform,
  ) {}

  /** The last fix inside the geofence since the check-in; without one, the check-in itself. Never after the booked end. */
  async of(job: JobRow): Promise<Date> {
    const { id: jobId, guardId, startedAt, endTime } = job;
    if (!guardId || !startedAt) throw new Error(`job ${jobId} has not begun`);
    if (startedAt >= endTime) return endTime;
    const fixes = await this.storedFixes.between({ guardId, jobId }, startedAt, endTime);
    const distances = await this.repository.distancesToSite(
      jobId,
      fixes.map(({ location }) => location),
    );
    const inside = fixes.filter((fix, index) => {
      const allowed = allowedDistanceMeters(fix.accuracyMeters, job.siteRadiusMeters, this.platform.config.rules);
      return (distances[index] ?? Number.POSITIVE_INFINITY) <= allowed;
    });
    return inside.at(-1)?.recordedAt ?? startedAt;
  }
}
