import { Injectable } from '@nestjs/common';
import type { Job, JobStatus, Position } from '@aegis/contract';
import { Database } from '../../platform/database/database.js';
import { pointOf, positionOf } from '../../platform/database/geography.js';
import type { Position as PagePosition } from '../../platform/http/paging.js';
import type { Price } from '../../platform/money/money.js';

/** A job as the contract shows it; the joins are by primary key. */
const SELECT_JOB = `
  SELECT j.id, j.status, j.title, j.description, j.job_type AS "jobType", j.location_address AS "locationAddress",
    ${positionOf('j.location_coordinates')}
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

export interface NewJob extends Price {
  id: string;
  customerId: string;
  title: string;
  description?: string | undefined;
  jobType: Job['jobType'];
  locationAddress: string;
  location: Position;
  locationNotes?: string | undefined;
  startTime: Date;
  endTime: Date;
  requiredClearanceLevel: Job['requiredClearanceLevel'];
  requiredSkills: string[];
  specialRequirements?: string[] | undefined;
  hourlyRateCents: number;
  requestedAt: Date;
}

/** What decides whether a job's guard is followed, and who may see it. */
export interface JobParties {
  id: string;
  customerId: string;
  guardId: string | null;
  status: JobStatus;
}

export interface FollowedJob extends JobParties {
  startTime: Date;
  matchedAt: Date | null;
  startedAt: Date | null;
  completedAt: Date | null;
  cancelledAt: Date | null;
}

const FOLLOWED_JOB = `SELECT id, customer_id AS "customerId", guard_id AS "guardId", status, start_time AS "startTime",
  matched_at AS "matchedAt", started_at AS "startedAt", completed_at AS "completedAt", cancelled_at AS "cancelledAt"
  FROM jobs`;

export interface JobTimes {
  startTime: Date;
  endTime: Date;
  matchedAt: Date | null;
  openSince: Date;
}

/** What money follows from. Read at every step of it, so without the joins and places of the job that people are shown. */
export interface BookedJob extends Price {
  id: string;
  status: JobStatus;
  customerId: string;
  guardId: string | null;
  startTime: Date;
  endTime: Date;
  dueAmountCents: number | null;
  requestedAt: Date;
  /** When it was completed or cancelled. */
  endedAt: Date | null;
}

const SELECT_BOOKING = `SELECT id, status, customer_id AS "customerId", guard_id AS "guardId", start_time AS "startTime",
  end_time AS "endTime", total_amount_cents AS "totalAmountCents", platform_fee_cents AS "platformFeeCents",
  guard_payout_cents AS "guardPayoutCents", due_amount_cents AS "dueAmountCents", requested_at AS "requestedAt",
  COALESCE(completed_at, cancelled_at) AS "endedAt" FROM jobs WHERE id = $1`;

/** Whose jobs a list shows; both null: everybody's. */
export interface ListFilter {
  customerId: string | null;
  guardId: string | null;
  status: JobStatus | null;
}

@Injectable()
export class JobsRepository {
  constructor(private readonly database: Database) {}

  async byId(id: string): Promise<Job | null> {
    const statement = { name: 'job_by_id', text: `${SELECT_JOB} WHERE j.id = $1` };
    return (await this.database.query<Job>(statement, [id]))[0] ?? null;
  }

  /** Null when there is no such job or it is not this person's: the two look alike. */
  async byIdOfParty(id: string, userId: string): Promise<Job | null> {
    const statement = {
      name: 'job_of_party',
      text: `${SELECT_JOB} WHERE j.id = $1 AND $2 IN (j.customer_id, j.guard_id)`,
    };
    return (await this.database.query<Job>(statement, [id, userId]))[0] ?? null;
  }

  /** In no order; what does not exist is left out. */
  followed(ids: readonly string[]): Promise<FollowedJob[]> {
    const statement = { name: 'jobs_followed', text: `${FOLLOWED_JOB} WHERE id = ANY ($1)` };
    return this.database.query<FollowedJob>(statement, [ids]);
  }

  /** Of a customer's or guard's jobs the newest. */
  async newestIdsOf(userId: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      {
        name: 'jobs_newest_ids_of',
        text: `SELECT id FROM (
                 (SELECT id, requested_at FROM jobs WHERE customer_id = $1 ORDER BY requested_at DESC, id DESC LIMIT $2)
                 UNION ALL
                 (SELECT id, requested_at FROM jobs WHERE guard_id = $1 ORDER BY requested_at DESC, id DESC LIMIT $2)
               ) AS own ORDER BY requested_at DESC LIMIT $2`,
      },
      [userId, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Jobs under way after `after` in the order of ids, by pages. */
  underWay(after: string, limit: number): Promise<FollowedJob[]> {
    const statement = {
      name: 'jobs_under_way',
      text: `${FOLLOWED_JOB} WHERE status = 'in_progress' AND id > $1 ORDER BY id LIMIT $2`,
    };
    return this.database.query<FollowedJob>(statement, [after, limit]);
  }

  /** Newest first. A person's own jobs are those of either role he plays in them. */
  list(filter: ListFilter, after: PagePosition | null, limit: number): Promise<Job[]> {
    const values: unknown[] = [limit];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const conditions = [
      ...(filter.customerId ? [`j.customer_id = ${bind(filter.customerId)}`] : []),
      ...(filter.guardId ? [`j.guard_id = ${bind(filter.guardId)}`] : []),
      ...(filter.status ? [`j.status = ${bind(filter.status)}`] : []),
      ...(after ? [`(j.requested_at, j.id) < (${bind(after.at)}, ${bind(after.id)})`] : []),
    ];
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    return this.database.query<Job>(`${SELECT_JOB} ${where} ORDER BY j.requested_at DESC, j.id DESC LIMIT $1`, values);
  }

  /** Holds the job's row until the transaction ends; the first lock of every change (job, offer, guard, payment). */
  async lock(id: string): Promise<JobStatus | null> {
    const statement = { name: 'job_lock', text: `SELECT status FROM jobs WHERE id = $1 FOR UPDATE` };
    return (await this.database.query<{ status: JobStatus }>(statement, [id]))[0]?.status ?? null;
  }

  async booking(id: string): Promise<BookedJob | null> {
    const statement = { name: 'job_booking', text: SELECT_BOOKING };
    return (await this.database.query<BookedJob>(statement, [id]))[0] ?? null;
  }

  /** `lock` and what was booked, in one statement. */
  async lockBooking(id: string): Promise<BookedJob | null> {
    const statement = { name: 'job_lock_booking', text: `${SELECT_BOOKING} FOR UPDATE` };
    return (await this.database.query<BookedJob>(statement, [id]))[0] ?? null;
  }

  async insert(job: NewJob): Promise<void> {
    await this.database.run(
      {
        name: 'job_insert',
        text: `INSERT INTO jobs (id, customer_id, title, description, job_type, location_address, location_coordinates,
                 location_notes, start_time, end_time, required_clearance_level, required_skills, special_requirements,
                 hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents, requested_at)
               VALUES ($1, $2, $3, $4, $5, $6, ${pointOf(7, 8)}, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
      },
      [
        job.id,
        job.customerId,
        job.title,
        job.description ?? null,
        job.jobType,
        job.locationAddress,
        job.location.lng,
        job.location.lat,
        job.locationNotes ?? null,
        job.startTime,
        job.endTime,
        job.requiredClearanceLevel,
        JSON.stringify(job.requiredSkills),
        JSON.stringify(job.specialRequirements ?? []),
        job.hourlyRateCents,
        job.totalAmountCents,
        job.platformFeeCents,
        job.guardPayoutCents,
        job.requestedAt,
      ],
    );
  }

  /** When a job is, and since when it is (or was last) in dispatch: its booking or the last time it was given back. */
  async timesOf(id: string): Promise<JobTimes> {
    const [row] = await this.database.query<JobTimes>(
      {
        name: 'job_times',
        text: `SELECT start_time AS "startTime", end_time AS "endTime", matched_at AS "matchedAt",
                 COALESCE((SELECT max(t.occurred_at) FROM timeline t WHERE t.job_id = j.id AND t.type = 'job.reopened'),
                          requested_at) AS "openSince"
               FROM jobs j WHERE id = $1`,
      },
      [id],
    );
    if (!row) throw new Error(`there is no job ${id}`);
    return row;
  }

  /** Metres on the spheroid between the site and each position. */
  async distancesToSite(id: string, positions: readonly Position[]): Promise<number[]> {
    if (positions.length === 0) return [];
    const rows = await this.database.query<{ meters: number }>(
      `SELECT ST_Distance(j.location_coordinates, ST_SetSRID(ST_MakePoint(p.lng, p.lat), 4326)::geography) AS meters
       FROM jobs j, unnest($2::float8[], $3::float8[]) WITH ORDINALITY AS p (lng, lat, ord)
       WHERE j.id = $1 ORDER BY p.ord`,
      [id, positions.map(({ lng }) => lng), positions.map(({ lat }) => lat)],
    );
    return rows.map(({ meters }) => meters);
  }

  /** False when the guard of this job holds another one before `endTime` that comes after this one. */
  async isGuardFreeUntil(id: string, endTime: Date): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT other.id FROM jobs job
       JOIN jobs other ON other.guard_id = job.guard_id AND other.id <> job.id
         AND other.status IN ('matched', 'in_progress')
         AND tstzrange(other.start_time, other.end_time) && tstzrange(job.start_time, $2)
       WHERE job.id = $1 LIMIT 1`,
      [id, endTime],
    );
    return rows.length === 0;
  }

  async lockGuard(guardId: string): Promise<void> {
    await this.database.run(`SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE`, [guardId]);
  }

  /** The one change of what was booked; the trigger asks for a hold of the whole new price. */
  async extend(id: string, endTime: Date, price: Price): Promise<void> {
    await this.database.run(
      `UPDATE jobs SET end_time = $2, total_amount_cents = $3, platform_fee_cents = $4, guard_payout_cents = $5
       WHERE id = $1`,
      [id, endTime, price.totalAmountCents, price.platformFeeCents, price.guardPayoutCents],
    );
  }

  /** Which of these jobs have ended; with what is due for them. */
  endedAmong(ids: readonly string[]): Promise<{ id: string; dueAmountCents: number }[]> {
    return this.database.query(
      `SELECT id, COALESCE(due_amount_cents, 0) AS "dueAmountCents" FROM jobs
       WHERE id = ANY($1) AND status IN ('completed', 'cancelled')`,
      [ids],
    );
  }

  /** Jobs that ended in this time with something due. */
  dueBetween(from: Date, to: Date): Promise<{ id: string; dueAmountCents: number }[]> {
    return this.database.query(
      `SELECT id, due_amount_cents AS "dueAmountCents" FROM jobs
       WHERE status IN ('completed', 'cancelled') AND due_amount_cents > 0
         AND COALESCE(completed_at, cancelled_at) BETWEEN $1 AND $2`,
      [from, to],
    );
  }

  /** Jobs that have not ended, start before `startsBefore` and were booked before `bookedBefore`. */
  async openBefore(startsBefore: Date, bookedBefore: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM jobs WHERE status IN ('requested', 'matched', 'in_progress') AND start_time < $1 AND requested_at < $2
       ORDER BY start_time`,
      [startsBefore, bookedBefore],
    );
    return rows.map(({ id }) => id);
  }

  /** What a guard has done so far. */
  async totalsOfGuard(guardId: string): Promise<{ jobs: number; minutes: number }> {
    const [row] = await this.database.query<{ jobs: number; minutes: number }>(
      `SELECT count(*) AS jobs, COALESCE(sum(worked_minutes), 0) AS minutes
       FROM jobs WHERE guard_id = $1 AND status = 'completed'`,
      [guardId],
    );
    return row ?? { jobs: 0, minutes: 0 };
  }

  /** Jobs by state, over all. */
  async countByStatus(): Promise<Record<JobStatus, number>> {
    const rows = await this.database.query<{ status: JobStatus; jobs: number }>(
      `SELECT status, count(*) AS jobs FROM jobs GROUP BY status`,
    );
    const none: Record<JobStatus, number> = { requested: 0, matched: 0, in_progress: 0, completed: 0, cancelled: 0 };
    return { ...none, ...Object.fromEntries(rows.map(({ status, jobs }) => [status, jobs])) };
  }
}
