import { Injectable } from '@nestjs/common';
import type { ClearanceLevel, Position } from '@aegis/contract';
import { Database } from '../../platform/database/database.js';
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

/**
 * The eligible guards nearest to a point: an index walk in order of distance over one multicolumn GiST index (position,
 * skill keys, clearance, rate), bounded by LIMIT, the radius checked outside. ST_DWithin inside looks simpler and makes
 * the planner sort everybody in the radius: 74/s instead of 2,600/s at a million guards.
 *
 * The sub-selects of the filter are scalar on purpose: they are asked guard by guard, so that no join can take the walk
 * out of its order. Skill keys are hashes that two skills may share: the JSONB decides.
 */
const nearest = (position: 'current_location' | 'base_location', serving: string): string => `
  WITH point AS (SELECT ST_SetSRID(ST_MakePoint($1, $2), 4326)::geography AS site),
  near AS (
    SELECT g.*, g.${position} <-> (SELECT site FROM point) AS distance_meters
    FROM guard_profiles g
    WHERE ${serving}
      AND g.${position} IS NOT NULL
      AND g.license_verified_at IS NOT NULL
      AND g.license_expires_on >= $8::date
      AND g.clearance_level >= $5::clearance_level
      AND g.hourly_rate_cents <= $7
      AND g.skill_keys @> skill_keys($6::jsonb)
      AND g.skills @> $6::jsonb
      AND (SELECT u.status = 'active' AND u.deleted_at IS NULL FROM users u WHERE u.id = g.user_id)
      AND (SELECT count(*) = 0 FROM jobs held
           WHERE held.guard_id = g.user_id AND held.status IN ('matched', 'in_progress')
             AND tstzrange(held.start_time, held.end_time) && tstzrange($3, $4))
      AND (SELECT count(*) = 0 FROM offers refused
           WHERE refused.job_id = $9::uuid AND refused.guard_id = g.user_id
             AND refused.status IN ('declined', 'given_back'))
    ORDER BY g.${position} <-> (SELECT site FROM point)
    LIMIT $10
  )
  SELECT g.user_id AS "guardId", g.distance_meters AS "distanceMeters",
    u.first_name || ' ' || u.last_name AS name, g.clearance_level AS "clearanceLevel", g.skills, g.certifications,
    g.license_state AS "licenseState", g.average_rating AS "averageRating",
    g.total_jobs_completed AS "totalJobsCompleted", g.hourly_rate_cents AS "hourlyRateCents",
    jsonb_array_length(g.skills) AS "skillCount", jsonb_array_length($6::jsonb) AS "requiredSkillCount",
    g.last_assigned_at AS "lastAssignedAt",
    history.accepted AS "offersAccepted", history.resolved AS "offersResolved",
    (SELECT count(*) FROM jobs recent
     WHERE recent.guard_id = g.user_id AND recent.requested_at > $11::timestamptz - interval '7 days'
       AND recent.status <> 'cancelled') AS "jobsLast7Days"
  FROM near g
  JOIN users u ON u.id = g.user_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.status IN ('accepted', 'given_back')) AS accepted,
           count(*) FILTER (WHERE o.status IN ('accepted', 'given_back', 'declined', 'expired')) AS resolved
    FROM offers o WHERE o.guard_id = g.user_id AND o.offered_at > $11::timestamptz - interval '90 days'
  ) AS history
  WHERE g.distance_meters <= $12
  ORDER BY g.distance_meters`;

const ON_DUTY = {
  name: 'candidates_on_duty',
  text: nearest('current_location', `g.availability_status = 'available' AND g.location_updated_at >= $13`),
};

/** $13 is null here; the cast keeps the two statements' parameters alike. */
const FROM_BASE = {
  name: 'candidates_from_base',
  text: nearest('base_location', '$13::timestamptz IS NULL'),
};

@Injectable()
export class CandidatesRepository {
  constructor(private readonly database: Database) {}

  /** At most `limit` eligible guards within the radius, nearest first, with what their score is made of. */
  nearest(demand: Demand, limit: number): Promise<CandidateRow[]> {
    return this.database.query<CandidateRow>(demand.seenSince ? ON_DUTY : FROM_BASE, [
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
    ]);
  }

  /** Whether a guard may still take a job: what can have changed since it was offered to him. */
  async isEligible(guardId: string, demand: Demand): Promise<boolean> {
    const rows = await this.database.query(
      {
        name: 'candidate_still_eligible',
        text: `SELECT 1 FROM guard_profiles g JOIN users u ON u.id = g.user_id
               WHERE g.user_id = $1 AND u.status = 'active' AND u.deleted_at IS NULL
                 AND g.license_verified_at IS NOT NULL AND g.license_expires_on >= $2::date
                 AND g.clearance_level >= $3::clearance_level AND g.skills @> $4::jsonb`,
      },
      [guardId, demand.licensedThrough, demand.requiredClearanceLevel, JSON.stringify(demand.requiredSkills)],
    );
    return rows.length === 1;
  }
}
