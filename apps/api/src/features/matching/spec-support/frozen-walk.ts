import type { Origin } from '../eligibility/rules.js';
import type { ValueName } from '../eligibility/question.js';

/**
 * The walk of the search as it was before what it asks was put into covering indexes and one look a guard: frozen, so that a test
 * can hold the rows of today's to it and a measurement can say what was won. It does not follow the rules when they change.
 */
interface FrozenStatement {
  name: string;
  text: string;
  asks: readonly ValueName[];
}

export const FROZEN_WALK: Record<Origin, FrozenStatement> = {
  on_duty: {
    name: 'frozen_candidates_on_duty',
    asks: [
      'skills',
      'jobId',
      'startTime',
      'seenSince',
      'radiusMeters',
      'now',
      'travelSpeedMps',
      'endTime',
      'licensedThrough',
      'clearance',
      'payoutPerHourCents',
      'payoutsMustBeReady',
      'travelMarginSeconds',
      'dayWorkMaxHours',
      'weekWorkMaxHours',
      'askedSince',
      'limit',
      'lng',
      'lat',
    ],
    text: `
  WITH point AS (
    SELECT ST_SetSRID(ST_MakePoint($18::double precision, $19::double precision), 4326)::geography AS site, skill_keys($1::jsonb) AS keys
  ), 
  near AS (
    SELECT * FROM (
      SELECT g.*, ((g.availability_status = 'available')
        AND (g.location_updated_at >= $4::timestamp with time zone)
        AND (g.distance_meters <= $5::double precision)
        AND ($6::timestamp with time zone + make_interval(secs => COALESCE((g.distance_meters) / $7::double precision, 0)) < $8::timestamp with time zone)
        AND (g.license_verified_at IS NOT NULL)
        AND (g.license_expires_on >= $9::date)
        AND (g.clearance_level >= $10::clearance_level)
        AND (g.skills @> $1::jsonb)
        AND (g.hourly_rate_cents <= $11::integer)
        AND (NOT $12::boolean OR g.payouts_ready_at IS NOT NULL)
        AND ((SELECT u.status = 'active' AND u.deleted_at IS NULL FROM users u WHERE u.id = g.user_id))
        AND ((SELECT count(*) = 0 FROM jobs held
        WHERE held.guard_id = g.user_id AND held.status IN ('matched', 'in_progress')
          AND tstzrange(held.start_time, held.end_time) && tstzrange($3::timestamp with time zone, $8::timestamp with time zone)
          AND held.id IS DISTINCT FROM $2::uuid))
        AND ((SELECT count(*) = 0 FROM jobs held
        WHERE held.guard_id = g.user_id AND held.status IN ('matched', 'in_progress')
          AND held.id IS DISTINCT FROM $2::uuid
          AND EXTRACT(EPOCH FROM greatest($3::timestamp with time zone - held.end_time, held.start_time - $8::timestamp with time zone))
            BETWEEN 0 AND $13::double precision - 0.000001
              + (ST_Distance(held.location_coordinates, (SELECT site FROM point))) / $7::double precision))
        AND (NOT EXISTS (
        WITH work AS (
          SELECT $3::timestamp with time zone AS begins, $8::timestamp with time zone AS ends
          UNION ALL
          SELECT COALESCE(w.started_at, w.start_time), COALESCE(w.completed_at, w.cancelled_at, w.end_time)
          FROM jobs w
          WHERE w.guard_id = g.user_id AND w.id IS DISTINCT FROM $2::uuid
            AND (w.status <> 'cancelled' OR w.started_at IS NOT NULL)
            AND w.start_time > $3::timestamp with time zone - interval '96 hours'
            AND w.start_time < $8::timestamp with time zone + interval '24 hours'
        ), windows AS (
          SELECT begins AS opens FROM work UNION SELECT ends - interval '24 hours' FROM work
        )
        SELECT FROM windows JOIN work ON work.begins < opens + interval '24 hours' AND work.ends > opens
        WHERE opens < $8::timestamp with time zone AND opens + interval '24 hours' > $3::timestamp with time zone
        GROUP BY opens
        HAVING sum(least(work.ends, opens + interval '24 hours') - greatest(work.begins, opens))
          > make_interval(hours => $14::integer)))
        AND (NOT EXISTS (
        WITH work AS (
          SELECT $3::timestamp with time zone AS begins, $8::timestamp with time zone AS ends
          UNION ALL
          SELECT COALESCE(w.started_at, w.start_time), COALESCE(w.completed_at, w.cancelled_at, w.end_time)
          FROM jobs w
          WHERE w.guard_id = g.user_id AND w.id IS DISTINCT FROM $2::uuid
            AND (w.status <> 'cancelled' OR w.started_at IS NOT NULL)
            AND w.start_time > $3::timestamp with time zone - interval '240 hours'
            AND w.start_time < $8::timestamp with time zone + interval '168 hours'
        ), windows AS (
          SELECT begins AS opens FROM work UNION SELECT ends - interval '168 hours' FROM work
        )
        SELECT FROM windows JOIN work ON work.begins < opens + interval '168 hours' AND work.ends > opens
        WHERE opens < $8::timestamp with time zone AND opens + interval '168 hours' > $3::timestamp with time zone
        GROUP BY opens
        HAVING sum(least(work.ends, opens + interval '168 hours') - greatest(work.begins, opens))
          > make_interval(hours => $15::integer)))
        AND ((SELECT count(*) = 0 FROM offers asked
        WHERE asked.job_id = $2::uuid AND asked.guard_id = g.user_id
          AND (asked.status = 'given_back'
               OR asked.status = 'declined' AND NOT EXISTS (
                 SELECT FROM jobs other WHERE other.id = asked.job_id AND other.terms_changed_at > asked.offered_at)
               OR $16::timestamp with time zone IS NOT NULL
                  AND (asked.status = 'offered' OR asked.offered_at >= $16::timestamp with time zone))))) AS eligible
      FROM (
        SELECT w.*, row_number() OVER () AS walked
        FROM (
          SELECT g.*, ST_Distance(g.current_location, (SELECT site FROM point), true) AS distance_meters
          FROM guard_profiles g
          WHERE g.availability_status = 'available'
          AND g.current_location && _ST_Expand((SELECT site FROM point), 1.006 * $5::double precision)
          AND g.clearance_level >= $10::clearance_level
          AND g.skill_keys @> (SELECT keys FROM point)
          AND g.hourly_rate_cents <= $11::integer
          ORDER BY g.current_location <-> (SELECT site FROM point)
          LIMIT 1000
        ) w
      ) g
      OFFSET 0
    ) judged
    WHERE eligible OR walked = 1000
    LIMIT $17::bigint
  )
  SELECT g.user_id AS "guardId", g.eligible, g.walked, g.distance_meters AS "distanceMeters", btrim(u.first_name || ' ' || u.last_name) AS "name", g.clearance_level AS "clearanceLevel", g.skills, g.certifications, g.license_state AS "licenseState", g.average_rating AS "averageRating", g.rating_count AS "ratingCount", g.total_jobs_completed AS "totalJobsCompleted", g.hourly_rate_cents AS "hourlyRateCents", g.last_assigned_at AS "lastAssignedAt", jsonb_array_length(g.skills) AS "skillCount", jsonb_array_length($1::jsonb) AS "requiredSkillCount", history.accepted AS "offersAccepted", history.resolved AS "offersResolved", COALESCE((
    SELECT count(*) FROM jobs recent
    WHERE recent.guard_id = g.user_id AND recent.status <> 'cancelled' AND recent.id IS DISTINCT FROM $2::uuid
      AND recent.start_time < $3::timestamp with time zone AND recent.start_time > $3::timestamp with time zone - interval '10 days'
      AND COALESCE(recent.completed_at, recent.end_time) > $3::timestamp with time zone - interval '7 days'), 0) AS "jobsLast7Days"
  FROM near g
  JOIN users u ON u.id = g.user_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.status IN ('accepted', 'given_back')) AS accepted,
           count(*) FILTER (WHERE (status IN ('accepted', 'given_back', 'declined') OR status = 'expired' AND seen_at IS NOT NULL)) AS resolved
    FROM offers o WHERE o.guard_id = g.user_id AND o.offered_at > $6::timestamp with time zone - interval '90 days'
  ) AS history
  ORDER BY g.distance_meters, g.user_id`,
  },
  from_base: {
    name: 'frozen_candidates_from_base',
    asks: [
      'skills',
      'jobId',
      'startTime',
      'radiusMeters',
      'now',
      'travelSpeedMps',
      'endTime',
      'licensedThrough',
      'clearance',
      'payoutPerHourCents',
      'payoutsMustBeReady',
      'travelMarginSeconds',
      'dayWorkMaxHours',
      'weekWorkMaxHours',
      'askedSince',
      'limit',
      'lng',
      'lat',
    ],
    text: `
  WITH point AS (
    SELECT ST_SetSRID(ST_MakePoint($17::double precision, $18::double precision), 4326)::geography AS site, skill_keys($1::jsonb) AS keys
  ), 
  near AS (
    SELECT * FROM (
      SELECT g.*, ((g.distance_meters <= $4::double precision)
        AND ($5::timestamp with time zone + make_interval(secs => COALESCE((g.distance_meters) / $6::double precision, 0)) < $7::timestamp with time zone)
        AND (g.license_verified_at IS NOT NULL)
        AND (g.license_expires_on >= $8::date)
        AND (g.clearance_level >= $9::clearance_level)
        AND (g.skills @> $1::jsonb)
        AND (g.hourly_rate_cents <= $10::integer)
        AND (g.working_week IS NULL OR (
        SELECT int4multirange(
            int4range(minute.starts, least(minute.ends, 10080)), int4range(0, greatest(minute.ends - 10080, 0)))
          <@ g.working_week
        FROM (
          SELECT floor(EXTRACT(EPOCH FROM local.starts - monday) / 60)::integer AS starts,
            ceil(EXTRACT(EPOCH FROM greatest(local.ends, local.starts) - monday) / 60)::integer AS ends
          FROM (SELECT $3::timestamp with time zone AT TIME ZONE g.time_zone AS starts,
                       $7::timestamp with time zone AT TIME ZONE g.time_zone AS ends) local,
            date_trunc('week', local.starts) AS monday
        ) minute))
        AND (isempty(g.days_off) OR NOT g.days_off && daterange(
        ($3::timestamp with time zone AT TIME ZONE g.time_zone)::date,
        (($7::timestamp with time zone - interval '1 microsecond') AT TIME ZONE g.time_zone)::date, '[]'))
        AND (NOT $11::boolean OR g.payouts_ready_at IS NOT NULL)
        AND ((SELECT u.status = 'active' AND u.deleted_at IS NULL FROM users u WHERE u.id = g.user_id))
        AND ((SELECT count(*) = 0 FROM jobs held
        WHERE held.guard_id = g.user_id AND held.status IN ('matched', 'in_progress')
          AND tstzrange(held.start_time, held.end_time) && tstzrange($3::timestamp with time zone, $7::timestamp with time zone)
          AND held.id IS DISTINCT FROM $2::uuid))
        AND ((SELECT count(*) = 0 FROM jobs held
        WHERE held.guard_id = g.user_id AND held.status IN ('matched', 'in_progress')
          AND held.id IS DISTINCT FROM $2::uuid
          AND EXTRACT(EPOCH FROM greatest($3::timestamp with time zone - held.end_time, held.start_time - $7::timestamp with time zone))
            BETWEEN 0 AND $12::double precision - 0.000001
              + (ST_Distance(held.location_coordinates, (SELECT site FROM point))) / $6::double precision))
        AND (NOT EXISTS (
        WITH work AS (
          SELECT $3::timestamp with time zone AS begins, $7::timestamp with time zone AS ends
          UNION ALL
          SELECT COALESCE(w.started_at, w.start_time), COALESCE(w.completed_at, w.cancelled_at, w.end_time)
          FROM jobs w
          WHERE w.guard_id = g.user_id AND w.id IS DISTINCT FROM $2::uuid
            AND (w.status <> 'cancelled' OR w.started_at IS NOT NULL)
            AND w.start_time > $3::timestamp with time zone - interval '96 hours'
            AND w.start_time < $7::timestamp with time zone + interval '24 hours'
        ), windows AS (
          SELECT begins AS opens FROM work UNION SELECT ends - interval '24 hours' FROM work
        )
        SELECT FROM windows JOIN work ON work.begins < opens + interval '24 hours' AND work.ends > opens
        WHERE opens < $7::timestamp with time zone AND opens + interval '24 hours' > $3::timestamp with time zone
        GROUP BY opens
        HAVING sum(least(work.ends, opens + interval '24 hours') - greatest(work.begins, opens))
          > make_interval(hours => $13::integer)))
        AND (NOT EXISTS (
        WITH work AS (
          SELECT $3::timestamp with time zone AS begins, $7::timestamp with time zone AS ends
          UNION ALL
          SELECT COALESCE(w.started_at, w.start_time), COALESCE(w.completed_at, w.cancelled_at, w.end_time)
          FROM jobs w
          WHERE w.guard_id = g.user_id AND w.id IS DISTINCT FROM $2::uuid
            AND (w.status <> 'cancelled' OR w.started_at IS NOT NULL)
            AND w.start_time > $3::timestamp with time zone - interval '240 hours'
            AND w.start_time < $7::timestamp with time zone + interval '168 hours'
        ), windows AS (
          SELECT begins AS opens FROM work UNION SELECT ends - interval '168 hours' FROM work
        )
        SELECT FROM windows JOIN work ON work.begins < opens + interval '168 hours' AND work.ends > opens
        WHERE opens < $7::timestamp with time zone AND opens + interval '168 hours' > $3::timestamp with time zone
        GROUP BY opens
        HAVING sum(least(work.ends, opens + interval '168 hours') - greatest(work.begins, opens))
          > make_interval(hours => $14::integer)))
        AND ((SELECT count(*) = 0 FROM offers asked
        WHERE asked.job_id = $2::uuid AND asked.guard_id = g.user_id
          AND (asked.status = 'given_back'
               OR asked.status = 'declined' AND NOT EXISTS (
                 SELECT FROM jobs other WHERE other.id = asked.job_id AND other.terms_changed_at > asked.offered_at)
               OR $15::timestamp with time zone IS NOT NULL
                  AND (asked.status = 'offered' OR asked.offered_at >= $15::timestamp with time zone))))) AS eligible
      FROM (
        SELECT w.*, row_number() OVER () AS walked
        FROM (
          SELECT g.*, ST_Distance(g.base_location, (SELECT site FROM point), true) AS distance_meters
          FROM guard_profiles g
          WHERE g.base_location && _ST_Expand((SELECT site FROM point), 1.006 * $4::double precision)
          AND g.license_verified_at IS NOT NULL
          AND g.clearance_level >= $9::clearance_level
          AND g.skill_keys @> (SELECT keys FROM point)
          AND g.hourly_rate_cents <= $10::integer
          ORDER BY g.base_location <-> (SELECT site FROM point)
          LIMIT 1000
        ) w
      ) g
      OFFSET 0
    ) judged
    WHERE eligible OR walked = 1000
    LIMIT $16::bigint
  )
  SELECT g.user_id AS "guardId", g.eligible, g.walked, g.distance_meters AS "distanceMeters", btrim(u.first_name || ' ' || u.last_name) AS "name", g.clearance_level AS "clearanceLevel", g.skills, g.certifications, g.license_state AS "licenseState", g.average_rating AS "averageRating", g.rating_count AS "ratingCount", g.total_jobs_completed AS "totalJobsCompleted", g.hourly_rate_cents AS "hourlyRateCents", g.last_assigned_at AS "lastAssignedAt", jsonb_array_length(g.skills) AS "skillCount", jsonb_array_length($1::jsonb) AS "requiredSkillCount", history.accepted AS "offersAccepted", history.resolved AS "offersResolved", COALESCE((
    SELECT count(*) FROM jobs recent
    WHERE recent.guard_id = g.user_id AND recent.status <> 'cancelled' AND recent.id IS DISTINCT FROM $2::uuid
      AND recent.start_time < $3::timestamp with time zone AND recent.start_time > $3::timestamp with time zone - interval '10 days'
      AND COALESCE(recent.completed_at, recent.end_time) > $3::timestamp with time zone - interval '7 days'), 0) AS "jobsLast7Days"
  FROM near g
  JOIN users u ON u.id = g.user_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.status IN ('accepted', 'given_back')) AS accepted,
           count(*) FILTER (WHERE (status IN ('accepted', 'given_back', 'declined') OR status = 'expired' AND seen_at IS NOT NULL)) AS resolved
    FROM offers o WHERE o.guard_id = g.user_id AND o.offered_at > $5::timestamp with time zone - interval '90 days'
  ) AS history
  ORDER BY g.distance_meters, g.user_id`,
  },
};

/** What it was asked with instead of the covering indexes of today. */
export const FROZEN_INDEXES = [
  'DROP INDEX offers_of_guard',
  'CREATE INDEX offers_of_guard ON offers (guard_id, offered_at)',
  'DROP INDEX jobs_work_of_guard',
  'CREATE INDEX jobs_work_of_guard ON jobs (guard_id, start_time) WHERE guard_id IS NOT NULL',
];
