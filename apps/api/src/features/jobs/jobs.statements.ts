import { jobs, users } from '../../../database/tables.js';
import { pointOf } from '../../platform/database/geography.js';
import { pick } from '../../platform/database/shapes.js';
import {
  bigint,
  boolean,
  double,
  instant,
  integer,
  jsonText,
  text,
  uuid,
  uuids,
} from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';
import {
  BOOKED_JOB,
  CALENDAR_JOB,
  changedBy,
  FOLLOWED_JOB,
  FOLLOWED_JOB_IN_STATE,
  FROM_JOBS,
  JOB,
  NAMED_JOB,
  PAID_JOB,
} from './job-rows.js';

export const JOB_BY_ID = statement({
  name: 'job_by_id',
  takes: [jobs.id],
  gives: JOB,
  text: (row) => `SELECT ${row} ${FROM_JOBS} WHERE j.id = $1`,
});

export const JOB_OF_PARTY = statement({
  name: 'job_of_party',
  takes: [jobs.id, users.id],
  gives: JOB,
  text: (row) => `SELECT ${row} ${FROM_JOBS} WHERE j.id = $1 AND $2 IN (j.customer_id, j.guard_id)`,
});

export const FOLLOWED = statement({
  name: 'jobs_followed',
  takes: [uuids],
  gives: FOLLOWED_JOB_IN_STATE,
  text: (row) => `SELECT ${row} FROM jobs WHERE id = ANY ($1)`,
});

export const NEWEST_IDS_OF = statement({
  name: 'jobs_newest_ids_of',
  takes: [users.id, integer],
  gives: { id: jobs.id },
  text: (row) => `
    SELECT ${row} FROM (
      (SELECT id, requested_at FROM jobs WHERE customer_id = $1 ORDER BY requested_at DESC, id DESC LIMIT $2)
      UNION ALL
      (SELECT id, requested_at FROM jobs WHERE guard_id = $1 ORDER BY requested_at DESC, id DESC LIMIT $2)
    ) AS own ORDER BY requested_at DESC LIMIT $2`,
});

export const UNDER_WAY = statement({
  name: 'jobs_under_way',
  takes: [jobs.id, integer],
  gives: FOLLOWED_JOB,
  text: (row) => `SELECT ${row} FROM jobs WHERE status = 'in_progress' AND id > $1 ORDER BY id LIMIT $2`,
});

export const LOCK = statement({
  name: 'job_lock',
  takes: [jobs.id],
  gives: JOB,
  text: (row) => `SELECT ${row} ${FROM_JOBS} WHERE j.id = $1 FOR NO KEY UPDATE OF j`,
});

export const NAMED = statement({
  name: 'jobs_named',
  takes: [uuids],
  gives: NAMED_JOB,
  text: (row) => `SELECT ${row} FROM jobs j LEFT JOIN users g ON g.id = j.guard_id WHERE j.id = ANY ($1)`,
});

export const PAID_FOR = statement({
  name: 'jobs_paid_for',
  takes: [uuids],
  gives: PAID_JOB,
  text: (row) => `SELECT ${row} FROM jobs WHERE id = ANY ($1)`,
});

export const CALENDAR_OF = statement({
  name: 'jobs_in_calendar_of',
  takes: [jobs.customerId, instant, integer],
  gives: CALENDAR_JOB,
  text: (row) => `
    SELECT ${row} FROM jobs WHERE (customer_id = $1 OR guard_id = $1) AND end_time >= $2 ORDER BY start_time, id LIMIT $3`,
});

export const CALENDAR_JOB_BY_ID = statement({
  name: 'job_in_calendar',
  takes: [jobs.id],
  gives: CALENDAR_JOB,
  text: (row) => `SELECT ${row} FROM jobs WHERE id = $1`,
});

export const TITLES = statement({
  name: 'job_titles',
  takes: [uuids],
  gives: pick(jobs, 'id', 'title'),
  text: (row) => `SELECT ${row} FROM jobs WHERE id = ANY ($1)`,
});

export const SEARCH = statement({
  takes: [uuid.orNull, text, integer],
  gives: pick(jobs, 'id', 'title', 'status', 'startTime'),
  text: (row) => `
    SELECT ${row} FROM jobs WHERE id = $1 OR lower(title) LIKE $2 ORDER BY start_time DESC, id LIMIT $3`,
});

export const BOOKING = statement({
  name: 'job_booking',
  takes: [jobs.id],
  gives: BOOKED_JOB,
  text: (row) => `SELECT ${row} FROM jobs WHERE id = $1`,
});

/** Which card was chosen for it. */
export const CARD_OF_JOB = statement({
  takes: [jobs.id],
  gives: pick(jobs, 'cardId'),
  text: (row) => `SELECT ${row} FROM jobs WHERE id = $1`,
});

export const LOCK_BOOKING = statement({
  name: 'job_lock_booking',
  takes: [jobs.id],
  gives: BOOKED_JOB,
  text: (row) => `SELECT ${row} FROM jobs WHERE id = $1 FOR NO KEY UPDATE`,
});

export const INSERT = statement({
  name: 'job_insert',
  takes: [
    jobs.id,
    jobs.customerId,
    jobs.title,
    jobs.description,
    jobs.jobType,
    jobs.locationAddress,
    double,
    double,
    jobs.locationNotes,
    jobs.startTime,
    jobs.endTime,
    jobs.requiredClearanceLevel,
    jsonText,
    jsonText,
    jobs.hourlyRateCents,
    jobs.totalAmountCents,
    jobs.platformFeeCents,
    jobs.guardPayoutCents,
    jobs.requestedAt,
    jobs.siteRadiusMeters,
    jobs.contactName,
    jobs.contactPhone,
    jobs.cardId,
    jobs.purchaseOrder,
  ],
  gives: JOB,
  text: (row) =>
    changedBy(
      `INSERT INTO jobs (id, customer_id, title, description, job_type, location_address, location_coordinates,
         location_notes, start_time, end_time, required_clearance_level, required_skills, special_requirements,
         hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents, requested_at, site_radius_meters,
         contact_name, contact_phone, card_id, purchase_order)
       VALUES ($1, $2, $3, $4, $5, $6, ${pointOf(7, 8)}, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
         $21, $22, $23, $24)`,
      row,
    ),
});

/** On the spheroid, for each of the points of two arrays in their order. */
export const DISTANCE_TO_SITE = statement({
  takes: [jobs.id, double, double],
  gives: { meters: double(`ST_Distance(location_coordinates, ${pointOf(2, 3)})`) },
  text: (row) => `SELECT ${row} FROM jobs WHERE id = $1`,
});

export const LOCK_GUARD = statement({
  takes: [users.id],
  gives: { id: users.id },
  text: (row) => `SELECT ${row} FROM users WHERE id = $1 FOR NO KEY UPDATE`,
});

export const EXTEND = statement({
  takes: [jobs.id, jobs.endTime, jobs.totalAmountCents, jobs.platformFeeCents, jobs.guardPayoutCents],
  text: `
    UPDATE jobs SET end_time = $2, total_amount_cents = $3, platform_fee_cents = $4, guard_payout_cents = $5,
      version = version + 1
    WHERE id = $1`,
});

const ENDED = {
  id: jobs.id,
  dueAmountCents: integer('COALESCE(due_amount_cents, 0)'),
  endedAt: instant.orNull('COALESCE(completed_at, cancelled_at)'),
};

export const ENDED_AMONG = statement({
  takes: [uuids],
  gives: ENDED,
  text: (row) => `SELECT ${row} FROM jobs WHERE id = ANY($1) AND status IN ('completed', 'cancelled')`,
});

export const DONE_BY = statement({
  takes: [users.id, integer],
  gives: pick(jobs, 'id', 'title', 'totalAmountCents', 'platformFeeCents', 'guardPayoutCents'),
  text: (row) => `
    SELECT ${row} FROM jobs WHERE guard_id = $1 AND status = 'completed' ORDER BY completed_at DESC, id LIMIT $2`,
});

export const DUE_BETWEEN = statement({
  takes: [instant, instant],
  gives: ENDED,
  text: (row) => `
    SELECT ${row} FROM jobs
    WHERE status IN ('completed', 'cancelled') AND due_amount_cents > 0
      AND COALESCE(completed_at, cancelled_at) BETWEEN $1 AND $2`,
});

export const OPEN_BEFORE = statement({
  takes: [jobs.startTime, jobs.requestedAt],
  gives: { id: jobs.id },
  text: (row) => `
    SELECT ${row} FROM jobs
    WHERE status IN ('requested', 'matched', 'in_progress') AND start_time < $1 AND requested_at < $2
    ORDER BY start_time`,
});

export const UNFINISHED_OF = statement({
  takes: [users.id],
  gives: { id: jobs.id },
  text: (row) => `
    SELECT ${row} FROM jobs WHERE customer_id = $1 AND status IN ('requested', 'matched', 'in_progress')
    ORDER BY start_time LIMIT 100`,
});

export const HAS_HAD_A_GUARD = statement({
  name: 'customer_has_had_a_guard',
  takes: [users.id],
  gives: { hasHad: boolean(`EXISTS (SELECT FROM jobs WHERE customer_id = $1 AND status = 'completed')`) },
  text: (row) => `SELECT ${row}`,
});

export const COUNT_UNFINISHED = statement({
  takes: [users.id],
  gives: { count: bigint('count(*)') },
  text: (row) => `
    SELECT ${row} FROM jobs WHERE customer_id = $1 AND status IN ('requested', 'matched', 'in_progress')`,
});

/** What is open and was booked for the rest of a job: the same in everything but its start. One that was changed is another job. */
export const REST_OF_JOB = statement({
  name: 'job_rest_of',
  takes: [jobs.id],
  gives: { id: uuid('rest.id') },
  text: (row) => `
    SELECT ${row} FROM jobs AS j
    JOIN jobs AS rest ON rest.customer_id = j.customer_id AND rest.requested_at >= j.completed_at
      AND rest.end_time = j.end_time AND rest.title = j.title AND rest.location_address = j.location_address
    WHERE j.id = $1 AND rest.status IN ('requested', 'matched', 'in_progress') LIMIT 1`,
});

export const TOTALS_OF_GUARD = statement({
  takes: [users.id],
  gives: { jobs: bigint('count(*)'), minutes: bigint('COALESCE(sum(worked_minutes), 0)') },
  text: (row) => `SELECT ${row} FROM jobs WHERE guard_id = $1 AND status = 'completed'`,
});
