import { Injectable } from '@nestjs/common';
import type { ClearanceLevel, Position } from '@aegis/contract';
import { Database } from '../../../platform/database/database.js';
import { CANDIDATES, WALK_LIMIT, type Way } from './candidates.statements.js';
import type { Candidate } from './score.js';

/** What a job asks of a guard. */
export interface Demand {
  /** Null: a draft that nobody can have declined. */
  jobId: string | null;
  location: Position;
  startTime: Date;
  endTime: Date;
  requiredClearanceLevel: ClearanceLevel;
  requiredSkills: string[];
  /** What the guard would get for an hour; his own rate is at most this. */
  payoutPerHourCents: number;
  radiusMeters: number;
  /** Calendar day (UTC) until which the licence must run. */
  licensedThrough: string;
  /** A position must be this recent; null: search from the base, whatever the availability is now. */
  seenSince: Date | null;
  /** Guards with a live offer, or one made at this moment or later, are left out; null: only those who said no. */
  askedSince: Date | null;
  payoutsMustBeReady: boolean;
  now: Date;
}

export interface CandidateRow extends Candidate {
  name: string;
  clearanceLevel: ClearanceLevel;
  skills: string[];
  certifications: string[];
  licenseState: string | null;
  averageRating: number | null;
  totalJobsCompleted: number;
  hourlyRateCents: number;
}

type JudgedRow = CandidateRow & { eligible: boolean; walked: number };

@Injectable()
export class CandidatesRepository {
  constructor(private readonly database: Database) {}

  /**
   * At most `limit` eligible guards within the radius, nearest first, with what their score is made of. Where the walk is
   * given up before it has found enough of them, everybody in the radius is judged.
   */
  async nearest(demand: Demand, limit: number): Promise<CandidateRow[]> {
    const walked = await this.ask('walk', demand, limit);
    const found = walked.filter((row) => row.eligible);
    const wasGivenUp = found.length < limit && walked.some((row) => row.walked === WALK_LIMIT);
    return wasGivenUp ? this.ask('gather', demand, limit) : found;
  }

  /** One guard, if he is eligible. */
  only(guardId: string, demand: Demand): Promise<CandidateRow[]> {
    return this.ask('single', demand, 1, guardId);
  }

  /** Whether a guard may still take a job: what can have changed since it was offered to him. */
  async isEligible(guardId: string, demand: Demand): Promise<boolean> {
    const rows = await this.database.query(
      {
        name: 'candidate_still_eligible',
        text: `SELECT 1 FROM guard_profiles g JOIN users u ON u.id = g.user_id
               WHERE g.user_id = $1 AND u.status = 'active' AND u.deleted_at IS NULL
                 AND g.license_verified_at IS NOT NULL AND g.license_expires_on >= $2::date
                 AND g.clearance_level >= $3::clearance_level AND g.skills @> $4::jsonb
                 AND (NOT $5 OR g.payouts_ready_at IS NOT NULL)`,
      },
      [
        guardId,
        demand.licensedThrough,
        demand.requiredClearanceLevel,
        JSON.stringify(demand.requiredSkills),
        demand.payoutsMustBeReady,
      ],
    );
    return rows.length === 1;
  }

  private ask(way: Way, demand: Demand, limit: number, guardId: string | null = null): Promise<JudgedRow[]> {
    const statements = CANDIDATES[demand.seenSince ? 'on_duty' : 'from_base'];
    return this.database.query<JudgedRow>(statements[way], parametersOf(demand, limit, guardId));
  }
}

/** In the order of candidates.statements.ts. */
export const parametersOf = (demand: Demand, limit: number, guardId: string | null = null): unknown[] => [
  demand.location.lng,
  demand.location.lat,
  demand.startTime,
  demand.endTime,
  demand.requiredClearanceLevel,
  JSON.stringify(demand.requiredSkills),
  demand.payoutPerHourCents,
  demand.licensedThrough,
  demand.jobId,
  limit,
  demand.now,
  demand.radiusMeters,
  demand.seenSince,
  demand.askedSince,
  demand.payoutsMustBeReady,
  guardId,
];
