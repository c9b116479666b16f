import { type BoundStatement, valueOf } from '../servers/statements.js';

/**
 * The usual advice for the same question, with the same parameters and answer: everybody within the radius, then sorted. Shown
 * beside ours because it looks simpler and is the form that has to be beaten.
 */
const TEXT = `
  WITH point AS (SELECT ST_SetSRID(ST_MakePoint($1, $2), 4326)::geography AS site),
  near AS (
    SELECT g.*, ST_Distance(g.current_location, point.site) AS distance_meters
    FROM point, guard_profiles g
    JOIN users u ON u.id = g.user_id AND u.status = 'active' AND u.deleted_at IS NULL
    WHERE ST_DWithin(g.current_location, point.site, $12)
      AND g.availability_status = 'available' AND g.location_updated_at >= $13
      AND g.license_verified_at IS NOT NULL AND g.license_expires_on >= $8::date
      AND g.clearance_level >= $5::clearance_level AND g.hourly_rate_cents <= $7 AND g.skills @> $6::jsonb
      AND NOT EXISTS (SELECT FROM jobs held
                      WHERE held.guard_id = g.user_id AND held.status IN ('matched', 'in_progress')
                        AND tstzrange(held.start_time, held.end_time) && tstzrange($3, $4))
      AND NOT EXISTS (SELECT FROM offers refused
                      WHERE refused.job_id = $9::uuid AND refused.guard_id = g.user_id
                        AND refused.status IN ('declined', 'given_back'))
    ORDER BY g.current_location <-> point.site
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
     WHERE recent.guard_id = g.user_id AND recent.status <> 'cancelled' AND recent.id IS DISTINCT FROM $9::uuid
       AND recent.start_time < $3::timestamptz AND recent.start_time > $3::timestamptz - interval '10 days'
       AND COALESCE(recent.completed_at, recent.end_time) > $3::timestamptz - interval '7 days') AS "jobsLast7Days"
  FROM near g
  JOIN users u ON u.id = g.user_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.status IN ('accepted', 'given_back')) AS accepted, count(*) AS resolved
    FROM offers o WHERE o.guard_id = g.user_id AND o.offered_at > $11::timestamptz - interval '90 days'
      AND (o.status IN ('accepted', 'given_back', 'declined') OR o.status = 'expired' AND o.seen_at IS NOT NULL)
  ) AS history
  ORDER BY g.distance_meters`;

/** In the order of its parameters; other rules this form leaves out. */
const ASKS = [
  'lng',
  'lat',
  'startTime',
  'endTime',
  'clearance',
  'skills',
  'payoutPerHourCents',
  'licensedThrough',
  'jobId',
  'limit',
  'now',
  'radiusMeters',
  'seenSince',
] as const;

export const withinRadius = (search: BoundStatement): BoundStatement => ({
  name: 'candidates_within_radius',
  text: TEXT,
  values: ASKS.map((name) => valueOf(search, name)),
});
