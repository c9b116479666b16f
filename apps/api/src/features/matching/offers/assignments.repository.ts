import { Injectable } from '@nestjs/common';
import { guardProfiles, jobs, offers } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { double, instant } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import type { JobRow } from '../../jobs/jobs.service.js';
import { PausedSearchesRepository } from '../search/paused-searches.repository.js';

/** From where they are where that is known, else from their base. */
const DISTANCE = statement({
  takes: [guardProfiles.userId, jobs.id],
  gives: {
    meters: double.orNull('ST_Distance(COALESCE(g.current_location, g.base_location), j.location_coordinates)'),
  },
  text: (row) => `SELECT ${row} FROM guard_profiles g, jobs j WHERE g.user_id = $1 AND j.id = $2`,
});

/** It was never open to be answered, was not scored, and is of no wave but the last that there was. */
const INSERT = statement({
  takes: [
    ...([offers.id, offers.jobId, offers.guardId, offers.distanceMeters, offers.travelSeconds] as const),
    ...([offers.payoutCents, offers.offeredAt, instant] as const),
  ],
  text: `
    INSERT INTO offers (id, job_id, guard_id, status, wave, distance_meters, travel_seconds, score, components, payout_cents,
      offered_at, expires_at, resolved_at)
    VALUES ($1, $2, $3, 'accepted', (SELECT COALESCE(max(wave), 1) FROM offers asked WHERE asked.job_id = $2), $4, $5, 0, '{}',
      $6, $7, $8, $7)`,
});

interface NewAssignment {
  id: string;
  job: JobRow;
  guardId: string;
  /** Null: not known, which is kept as no distance. */
  distanceMeters: number | null;
  /** Seconds on the way. */
  travel: number | null;
  at: Date;
}

/** What an assignment by hand reads and leaves among the offers. */
@Injectable()
export class AssignmentsRepository {
  constructor(
    private readonly database: Database,
    private readonly pauses: PausedSearchesRepository,
  ) {}

  /** Whether nobody is asked until the money of a changed job is in order. */
  isPaused(jobId: string): Promise<boolean> {
    return this.pauses.isPaused(jobId);
  }

  /** Metres on the spheroid. */
  async distanceToSite(guardId: string, jobId: string): Promise<number | null> {
    return (await this.database.row(DISTANCE, [guardId, jobId]))?.meters ?? null;
  }

  async insert({ id, job, guardId, distanceMeters, travel, at }: NewAssignment): Promise<void> {
    const values = [id, job.id, guardId, distanceMeters ?? 0, travel, job.guardPayoutCents, at, after(at)] as const;
    await this.database.run(INSERT, values);
  }
}

/** The schema wants an offer to have been open for some time. */
const after = (at: Date): Date => new Date(at.getTime() + 1);
