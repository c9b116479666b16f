import { Injectable } from '@nestjs/common';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import type { Rules } from '../../../platform/config/rules.js';
import { Platform } from '../../../platform/platform.js';
import type { JobRow } from '../job-rows.js';
import { type SiteFix, StoredFixes } from './stored-fixes.js';

/** `at_the_door`: about there, though no position shows it: that the guard is not there cannot be said. */
export type Approach = 'none' | 'nearing' | 'at_the_door';

type ApproachRules = Pick<Rules, 'SILENCE_MINUTES' | 'NEAR_SITE_METERS'>;

/** So far back steps are compared. */
const COMPARED_MINUTES = 15;

/** Whether a guard who is late comes nearer. */
@Injectable()
export class LateApproach {
  constructor(
    private readonly fixes: StoredFixes,
    private readonly platform: Platform,
  ) {}

  async of(job: JobRow): Promise<Approach> {
    const { clock, config } = this.platform;
    const now = clock.now();
    const since = shift(now, -COMPARED_MINUTES * MINUTE_MS);
    if (job.arrivalTriedAt && job.arrivalTriedAt >= since) return 'at_the_door';
    const { guardId, id: jobId, location } = job;
    const steps = guardId ? await this.fixes.between({ guardId, jobId, location }, since, now) : [];
    return approachOf(steps, now, config.rules);
  }
}

/** Of steps of the last quarter of an hour. Nearer is what the inexactness of both positions does not explain. */
export function approachOf(steps: readonly SiteFix[], now: Date, rules: ApproachRules): Approach {
  const [first, last] = [steps.at(0), steps.at(-1)];
  if (!first || !last || last.recordedAt < shift(now, -rules.SILENCE_MINUTES * MINUTE_MS)) return 'none';
  if (last.distanceMeters <= rules.NEAR_SITE_METERS) return 'at_the_door';
  const nearer = first.distanceMeters - last.distanceMeters;
  return nearer > first.accuracyMeters + last.accuracyMeters ? 'nearing' : 'none';
}
