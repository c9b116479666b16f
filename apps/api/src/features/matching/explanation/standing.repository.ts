import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { pointOf } from '../../../platform/database/geography.js';
import type { Demand } from '../candidates/candidates.repository.js';
import type { Standing } from './standing.js';

/** The rules of candidates.statements.ts, each by itself and of one guard. */
@Injectable()
export class StandingRepository {
  constructor(private readonly database: Database) {}

  /** Null when this is no guard. `freshSince`: a position must be this recent to count for a job that starts soon. */
  async of(guardId: string, jobId: string, demand: Demand, freshSince: Date): Promise<Standing | null> {
    const [row] = await this.database.query<Standing>(
      {
        name: 'guard_standing',
        text: `
          WITH point AS (SELECT ${pointOf(2, 3)} AS site)
          SELECT ST_Distance(g.current_location, site) AS "currentMeters", ST_Distance(g.base_location, site) AS "baseMeters",
            u.status = 'active' AND u.deleted_at IS NULL AS "isActive",
            g.license_verified_at IS NOT NULL AS "isLicenseVerified",
            COALESCE(g.license_expires_on >= $4::date, false) AS "isLicenseLongEnough",
            g.clearance_level >= $5::clearance_level AS "isClearanceEnough",
            ARRAY(SELECT needed FROM jsonb_array_elements_text($6::jsonb) AS needed WHERE NOT g.skills ? needed)
              AS "missingSkills",
            COALESCE(g.hourly_rate_cents <= $7, false) AS "isRateWithin",
            g.availability_status = 'available' AS "isOnDuty",
            COALESCE(g.location_updated_at >= $8, false) AS "isPositionFresh",
            NOT EXISTS (SELECT FROM jobs held
                        WHERE held.guard_id = g.user_id AND held.id <> $12 AND held.status IN ('matched', 'in_progress')
                          AND tstzrange(held.start_time, held.end_time) && tstzrange($9, $10)) AS "isFree",
            (g.available_from IS NULL OR g.available_from <= $9)
              AND (g.available_until IS NULL OR g.available_until >= $10) AS "isInCalendar",
            NOT $11 OR g.payouts_ready_at IS NOT NULL AS "isPayoutReady",
            (SELECT o.status FROM offers o WHERE o.job_id = $12 AND o.guard_id = g.user_id
             ORDER BY o.offered_at DESC, o.id DESC LIMIT 1) AS offer
          FROM guard_profiles g JOIN users u ON u.id = g.user_id, point
          WHERE g.user_id = $1`,
      },
      [
        guardId,
        demand.location.lng,
        demand.location.lat,
        demand.licensedThrough,
        demand.requiredClearanceLevel,
        JSON.stringify(demand.requiredSkills),
        demand.payoutPerHourCents,
        freshSince,
        demand.startTime,
        demand.endTime,
        demand.payoutsMustBeReady,
        jobId,
      ],
    );
    return row ?? null;
  }
}
