import type { PreparedStatement } from '../../../platform/database/database.js';
import { pointOf } from '../../../platform/database/geography.js';

/**
 * How many guards with the skills, clearance and rate are looked at, nearest first, before the walk is given up: it meets
 * the conditions that no index holds (licence, calendar, refusals) guard by guard, 10 microseconds each.
 */
export const WALK_LIMIT = 1000;

/**
 * $1 lng, $2 lat, $3 start, $4 end, $5 clearance, $6 skills, $7 payout per hour, $8 licence through, $9 job, $10 limit,
 * $11 now, $12 radius, $13 seen since, $14 asked since, $15 readiness for payouts needed, $16 the only guard asked about.
 */
interface Search {
  /** Where a guard counts as being. */
  position: 'current_location' | 'base_location';
  /** On duty, or anybody; must mention $13, so that all statements take the same parameters. */
  serving: string;
  /** What the partial index of the position demands. */
  indexed: string;
}

const ON_DUTY: Search = {
  position: 'current_location',
  serving: `g.availability_status = 'available' AND g.location_updated_at >= $13`,
  indexed: `g.availability_status = 'available'`,
};

const FROM_BASE: Search = {
  position: 'base_location',
  serving: '$13::timestamptz IS NULL',
  indexed: 'g.license_verified_at IS NOT NULL',
};

/** The rules of SPEC that no index holds, of guard `g`. Scalar on purpose: a join could take the walk out of its order. */
const eligible = (serving: string): string => `
      ${serving}
      AND g.distance_meters <= $12
      AND g.license_verified_at IS NOT NULL
      AND g.license_expires_on >= $8::date
      AND g.skills @> $6::jsonb
      AND (g.available_from IS NULL OR g.available_from <= $3)
      AND (g.available_until IS NULL OR g.available_until >= $4)
      AND (NOT $15 OR g.payouts_ready_at IS NOT NULL)
      AND (SELECT u.status = 'active' AND u.deleted_at IS NULL FROM users u WHERE u.id = g.user_id)
      AND (SELECT count(*) = 0 FROM jobs held
           WHERE held.guard_id = g.user_id AND held.status IN ('matched', 'in_progress')
             AND tstzrange(held.start_time, held.end_time) && tstzrange($3, $4))
      AND (SELECT count(*) = 0 FROM offers asked
           WHERE asked.job_id = $9::uuid AND asked.guard_id = g.user_id
             AND (asked.status IN ('declined', 'given_back')
                  OR $14::timestamptz IS NOT NULL AND (asked.status = 'offered' OR asked.offered_at >= $14)))`;

const SITE = pointOf(1, 2);

/** What one multicolumn GiST index holds. Skill keys are hashes that two skills may share: \`eligible\` asks the JSONB. */
const inIndex = ({ position, indexed }: Search): string => `
      ${indexed}
      AND g.${position} && _ST_Expand((SELECT site FROM point), $12)
      AND g.clearance_level >= $5::clearance_level
      AND g.hourly_rate_cents <= $7
      AND g.skill_keys @> skill_keys($6::jsonb)`;

/**
 * An index walk in order of distance. Two things keep the planner from gathering everybody in the radius and sorting
 * them, at every size: the order is asked of the index below a LIMIT, and the radius is a box whose size it cannot guess.
 * ST_DWithin in its place looks simpler and falls from 2,600/s to 74/s at a million guards.
 *
 * Row number WALK_LIMIT comes along whatever it is: it tells that the walk was given up. OFFSET 0 keeps the planner from
 * pulling the judgement up, which would then be made twice for whoever passes it.
 */
const walk = (search: Search): string => `
  near AS (
    SELECT * FROM (
      SELECT g.*, (${eligible(search.serving)}) AS eligible
      FROM (
        SELECT w.*, row_number() OVER () AS walked
        FROM (
          SELECT g.*, g.${search.position} <-> (SELECT site FROM point) AS distance_meters
          FROM guard_profiles g
          WHERE ${inIndex(search)}
          ORDER BY g.${search.position} <-> (SELECT site FROM point)
          LIMIT ${WALK_LIMIT}
        ) w
      ) g
      OFFSET 0
    ) judged
    WHERE eligible OR walked = ${WALK_LIMIT}
    LIMIT $10
  )`;

/** The second path: everybody with the skills (GIN) in the radius, judged and sorted, however many they are. */
const gather = (search: Search): string => `
  near AS (
    SELECT * FROM (
      SELECT g.*, (${eligible(search.serving)}) AS eligible, 0::bigint AS walked
      FROM (
        SELECT g.*, ST_Distance(g.${search.position}, (SELECT site FROM point)) AS distance_meters
        FROM guard_profiles g
        WHERE ${search.indexed} AND g.skills @> $6::jsonb AND g.clearance_level >= $5::clearance_level
          AND g.hourly_rate_cents <= $7 AND ST_DWithin(g.${search.position}, ${SITE}, $12)
      ) g
    ) judged
    WHERE eligible
    ORDER BY distance_meters
    LIMIT $10
  )`;

/** One guard, judged by the same rules. */
const single = (search: Search): string => `
  near AS (
    SELECT * FROM (
      SELECT g.*, (${eligible(search.serving)}) AS eligible, 0::bigint AS walked
      FROM (
        SELECT g.*, g.${search.position} <-> (SELECT site FROM point) AS distance_meters
        FROM guard_profiles g
        WHERE g.user_id = $16::uuid AND ${search.indexed} AND g.clearance_level >= $5::clearance_level
          AND g.hourly_rate_cents <= $7
      ) g
    ) judged
    WHERE eligible
    LIMIT $10
  )`;

const statement = (name: string, near: string): PreparedStatement => ({
  name,
  text: `
  WITH point AS (SELECT ${SITE} AS site), ${near}
  SELECT g.user_id AS "guardId", g.eligible, g.walked, g.distance_meters AS "distanceMeters",
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
  WHERE $16::uuid IS NULL OR g.user_id = $16
  ORDER BY g.distance_meters, g.user_id`,
});

const WAYS = { walk, gather, single };

export type Way = keyof typeof WAYS;

/** The statement for guards on duty, or for any guard from his base. */
export const CANDIDATES: Record<'on_duty' | 'from_base', Record<Way, PreparedStatement>> = {
  on_duty: statementsOf('on_duty', ON_DUTY),
  from_base: statementsOf('from_base', FROM_BASE),
};

function statementsOf(name: string, search: Search): Record<Way, PreparedStatement> {
  return {
    walk: statement(`candidates_${name}`, WAYS.walk(search)),
    gather: statement(`candidates_${name}_gathered`, WAYS.gather(search)),
    single: statement(`candidates_${name}_single`, WAYS.single(search)),
  };
}
