import type { Job } from '@aegis/contract';
import { type Queryable, rowsOf, type Statement } from './database.js';
import { HttpError } from './sessions.js';

const SELECT_JOB = `
  SELECT j.id, j.status, j.title, j.description, j.job_type AS "jobType", j.location_address AS "locationAddress",
    json_build_object('lat', ST_Y(j.location_coordinates::geometry), 'lng', ST_X(j.location_coordinates::geometry))
      AS location,
    j.location_notes AS "locationNotes", j.start_time AS "startTime", j.end_time AS "endTime",
    j.duration_hours AS "durationHours", j.required_clearance_level AS "requiredClearanceLevel",
    j.required_skills AS "requiredSkills", j.special_requirements AS "specialRequirements",
    j.hourly_rate_cents AS "hourlyRateCents", j.total_amount_cents AS "totalAmountCents",
    j.platform_fee_cents AS "platformFeeCents", j.guard_payout_cents AS "guardPayoutCents",
    j.worked_minutes AS "workedMinutes", j.due_amount_cents AS "dueAmountCents",
    json_build_object('id', c.id, 'name', c.first_name || ' ' || c.last_name) AS customer,
    CASE WHEN g.id IS NOT NULL THEN json_build_object('id', g.id, 'name', g.first_name || ' ' || g.last_name) END
      AS guard,
    j.requested_at AS "requestedAt", j.matched_at AS "matchedAt", j.started_at AS "startedAt",
    j.completed_at AS "completedAt", j.cancelled_at AS "cancelledAt",
    j.cancellation_reason AS "cancellationReason", j.cancelled_by AS "cancelledBy"
  FROM jobs j
  JOIN users c ON c.id = j.customer_id
  LEFT JOIN users g ON g.id = j.guard_id`;

const BY_ID = { name: 'job_by_id', text: `${SELECT_JOB} WHERE j.id = $1` };
const OF_PARTY = { name: 'job_of_party', text: `${SELECT_JOB} WHERE j.id = $1 AND $2 IN (j.customer_id, j.guard_id)` };
const LOCK = { name: 'job_lock', text: `SELECT status FROM jobs WHERE id = $1 FOR NO KEY UPDATE` };

const TELL = {
  name: 'timeline_record',
  text: `INSERT INTO timeline (job_id, user_id, type, actor_id, actor_role, from_status, to_status, details, occurred_at)
         VALUES ($1, NULL, $2, $3, $4, $5, $6, $7, $8)`,
};

export const jobById = (on: Queryable, id: string): Promise<Job> => theJob(on, BY_ID, [id]);

/** @throws 404 for somebody else's. */
export const jobOfParty = (on: Queryable, id: string, userId: string): Promise<Job> =>
  theJob(on, OF_PARTY, [id, userId]);

async function theJob(on: Queryable, statement: Statement, values: string[]): Promise<Job> {
  const [job] = await rowsOf<Job>(on, statement, values);
  if (!job) throw new HttpError(404, 'no such job');
  return job;
}

/** Holds the job's row and gives its state. */
export async function lockJob(on: Queryable, id: string): Promise<string | undefined> {
  return (await rowsOf<{ status: string }>(on, LOCK, [id]))[0]?.status;
}

export interface Happening {
  type: string;
  /** Undefined: the system. */
  by?: { userId: string; role: string };
  from?: string;
  to?: string;
  details?: object;
}

/** A row on the job's timeline. */
export async function record(on: Queryable, jobId: string, { type, by, from, to, details }: Happening): Promise<void> {
  const actor = [by?.userId ?? null, by?.role ?? 'system'];
  const values = [jobId, type, ...actor, from ?? null, to ?? null, JSON.stringify(details ?? {}), new Date()];
  await rowsOf(on, TELL, values);
}
