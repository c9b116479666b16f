import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { JobRow } from '../job-rows.js';
import { isInside } from './geofence.js';
import { SiteFixes } from './site-fixes.js';

/** Until when it is shown that a guard was at the site. */
@Injectable()
export class LastProof {
  constructor(
    private readonly fixes: SiteFixes,
    private readonly platform: Platform,
  ) {}

  /** The last fix inside the geofence since the check-in; without one, the check-in itself. Never after the booked end. */
  async of(job: JobRow): Promise<Date> {
    const { guardId, startedAt, endTime } = job;
    if (!guardId || !startedAt) throw new Error(`job ${job.id} has not begun`);
    if (startedAt >= endTime) return endTime;
    const fixes = await this.fixes.between(guardId, job, startedAt, endTime);
    const inside = fixes.filter((fix) => isInside(fix, job.siteRadiusMeters, this.platform.config.rules));
    return inside.at(-1)?.recordedAt ?? startedAt;
  }
}
