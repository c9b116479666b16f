import { Injectable } from '@nestjs/common';
import type { JobRow } from '../job-rows.js';
import { JobsRepository } from '../jobs.repository.js';
import { StoredFixes } from './stored-fixes.js';

/** A position by its distance from the site, in metres on the spheroid. */
export interface SiteFix {
  recordedAt: Date;
  distanceMeters: number;
  accuracyMeters: number;
}

/** Where a guard was on a job, and how far from its site. */
@Injectable()
export class SiteFixes {
  constructor(
    private readonly storedFixes: StoredFixes,
    private readonly repository: JobsRepository,
  ) {}

  /** In order of recording, both ends included. */
  async between(guardId: string, { id: jobId }: Pick<JobRow, 'id'>, from: Date, until: Date): Promise<SiteFix[]> {
    const fixes = await this.storedFixes.between({ guardId, jobId }, from, until);
    const distances = await this.repository.distancesToSite(
      jobId,
      fixes.map(({ location }) => location),
    );
    return fixes.map(({ recordedAt, accuracyMeters }, index) => ({
      recordedAt,
      accuracyMeters,
      distanceMeters: distances[index] ?? Number.POSITIVE_INFINITY,
    }));
  }
}
