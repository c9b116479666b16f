import { Injectable } from '@nestjs/common';
import type { JobStatus, Position } from '@aegis/contract';
import { jobs } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { pageStart } from '../../platform/database/page-start.js';
import { integer } from '../../platform/database/sql-types.js';
import { composed, Parameters } from '../../platform/database/statement.js';
import type { Position as PagePosition } from '../../platform/http/paging.js';
import type { Price } from '../../platform/money/money.js';
import {
  type BookedJob,
  type CalendarJob,
  type DoneJob,
  EndedJob,
  type FollowedJob,
  type FollowedJobInState,
  FROM_JOBS,
  JOB,
  type JobRow,
  type NamedJob,
  type PaidJob,
  type NewJob,
} from './job-rows.js';
import { type Sought, soughtJobs } from './jobs-sought.js';
import * as statements from './jobs.statements.js';

/** Whose jobs a list shows; both null: everybody's. */
export interface ListFilter {
  customerId: string | null;
  guardId: string | null;
  status: JobStatus | null;
  /** null: all of them. */
  sought: Sought | null;
}

export type JobFound = Pick<JobRow, 'id' | 'title' | 'status' | 'startTime'>;

@Injectable()
export class JobsRepository {
  constructor(private readonly database: Database) {}

  byId(id: string): Promise<JobRow | null> {
    return this.database.row(statements.JOB_BY_ID, [id]);
  }

  /** Null when there is no such job or it is not this person's: the two look alike. */
  byIdOfParty(id: string, userId: string): Promise<JobRow | null> {
    return this.database.row(statements.JOB_OF_PARTY, [id, userId]);
  }

  /** In no order; what does not exist is left out. */
  followed(ids: readonly string[]): Promise<FollowedJobInState[]> {
    return this.database.rows(statements.FOLLOWED, [ids]);
  }

  /** Of a customer's or guard's jobs the newest. */
  async newestIdsOf(userId: string, limit: number): Promise<string[]> {
    return (await this.database.rows(statements.NEWEST_IDS_OF, [userId, limit])).map(({ id }) => id);
  }

  /** Jobs under way after `after` in the order of ids, by pages. */
  underWay(after: string, limit: number): Promise<FollowedJob[]> {
    return this.database.rows(statements.UNDER_WAY, [after, limit]);
  }

  /** Newest first. A person's own jobs are those of either role they play in them. */
  list(filter: ListFilter, after: PagePosition | null, limit: number): Promise<JobRow[]> {
    const parameters = new Parameters();
    const conditions = [
      ...(filter.customerId ? [`j.customer_id = ${parameters.bind(jobs.customerId, filter.customerId)}`] : []),
      ...(filter.guardId ? [`j.guard_id = ${parameters.bind(jobs.guardId, filter.guardId)}`] : []),
      ...(filter.status ? [`j.status = ${parameters.bind(jobs.status, filter.status)}`] : []),
      ...(filter.sought ? [`j.id IN (${soughtJobs(filter.sought, parameters)})`] : []),
      ...(after
        ? [
            `(j.requested_at, j.id) < ${pageStart(
              { table: 'jobs', time: 'requested_at' },
              parameters.bind(jobs.requestedAt, after.at),
              parameters.bind(jobs.id, after.id),
            )}`,
          ]
        : []),
    ];
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const page = `ORDER BY j.requested_at DESC, j.id DESC LIMIT ${parameters.bind(integer, limit)}`;
    const statement = composed({
      takes: parameters.takes,
      gives: JOB,
      text: (row) => `SELECT ${row} ${FROM_JOBS} ${where} ${page}`,
    });
    return this.database.rows(statement, parameters.values);
  }

  /** Holds the job's row until the transaction ends; the first lock of every change (job, offer, person, guard profile, payment). */
  lock(id: string): Promise<JobRow | null> {
    return this.database.row(statements.LOCK, [id]);
  }

  booking(id: string): Promise<BookedJob | null> {
    return this.database.row(statements.BOOKING, [id]);
  }

  /** The provider's name of the card that its customer chose for it; null: none in particular. */
  async cardOf(id: string): Promise<string | null> {
    return (await this.database.row(statements.CARD_OF_JOB, [id]))?.cardId ?? null;
  }

  /** `lock` and what was booked, in one statement. */
  lockBooking(id: string): Promise<BookedJob | null> {
    return this.database.row(statements.LOCK_BOOKING, [id]);
  }

  /** Open jobs of a customer none of whose jobs was done, who books nothing else meanwhile; null for everybody else. */
  async openOfNewcomer(customerId: string): Promise<number | null> {
    if ((await this.database.row(statements.HAS_HAD_A_GUARD, [customerId]))?.hasHad) return null;
    // Bookings of one customer come one after the other from here to the end of the transaction.
    await this.database.takeTurn(`bookings of ${customerId}`);
    return (await this.database.row(statements.COUNT_UNFINISHED, [customerId]))?.count ?? 0;
  }

  /** The open job that was booked for the rest of this one, which ended early. */
  async restOf(jobId: string): Promise<string | null> {
    return (await this.database.row(statements.REST_OF_JOB, [jobId]))?.id ?? null;
  }

  async insert(job: NewJob): Promise<JobRow> {
    const made = await this.database.row(statements.INSERT, [
      ...([job.id, job.customerId, job.title, job.description ?? null, job.jobType, job.locationAddress] as const),
      ...([job.location.lng, job.location.lat, job.locationNotes ?? null, job.startTime, job.endTime] as const),
      job.requiredClearanceLevel,
      JSON.stringify(job.requiredSkills),
      JSON.stringify(job.specialRequirements ?? []),
      ...([job.hourlyRateCents, job.totalAmountCents, job.platformFeeCents, job.guardPayoutCents] as const),
      job.requestedAt,
      ...([job.siteRadiusMeters, job.contact?.name ?? null, job.contact?.phone ?? null, job.cardId ?? null] as const),
      job.purchaseOrder ?? null,
    ]);
    if (!made) throw new Error(`job ${job.id} has no customer`);
    return made;
  }

  /** Metres on the spheroid between the site and a position; infinite where there is no such job. */
  async distanceToSite(id: string, { lng, lat }: Position): Promise<number> {
    return (await this.database.row(statements.DISTANCE_TO_SITE, [id, lng, lat]))?.meters ?? Number.POSITIVE_INFINITY;
  }

  async lockGuard(guardId: string): Promise<void> {
    await this.database.run(statements.LOCK_GUARD, [guardId]);
  }

  /** The one change of what was booked; the trigger asks for a hold of the whole new price. */
  async extend(id: string, endTime: Date, price: Price): Promise<void> {
    const { totalAmountCents, platformFeeCents, guardPayoutCents } = price;
    await this.database.run(statements.EXTEND, [id, endTime, totalAmountCents, platformFeeCents, guardPayoutCents]);
  }

  /** Which of these jobs have ended; with what is due for them. */
  endedAmong(ids: readonly string[]): Promise<EndedJob[]> {
    return this.database.rows(statements.ENDED_AMONG, [ids]);
  }

  doneBy(guardId: string, limit: number): Promise<DoneJob[]> {
    return this.database.rows(statements.DONE_BY, [guardId, limit]);
  }

  /** Jobs that ended in this time with something due. */
  dueBetween(from: Date, to: Date): Promise<EndedJob[]> {
    return this.database.rows(statements.DUE_BETWEEN, [from, to]);
  }

  /** Jobs that have not ended, start before `startsBefore` and were booked before `bookedBefore`. */
  async openBefore(startsBefore: Date, bookedBefore: Date): Promise<string[]> {
    return (await this.database.rows(statements.OPEN_BEFORE, [startsBefore, bookedBefore])).map(({ id }) => id);
  }

  /** Of a customer's jobs those that have not ended. */
  async unfinishedOf(customerId: string): Promise<string[]> {
    return (await this.database.rows(statements.UNFINISHED_OF, [customerId])).map(({ id }) => id);
  }

  /** In no order; what does not exist is left out. */
  named(ids: readonly string[]): Promise<NamedJob[]> {
    return this.database.rows(statements.NAMED, [ids]);
  }

  paidFor(ids: readonly string[]): Promise<PaidJob[]> {
    return this.database.rows(statements.PAID_FOR, [ids]);
  }

  /** Of somebody in either role, what ends after `since`, the first that begins first. */
  inCalendarOf(userId: string, since: Date, limit: number): Promise<CalendarJob[]> {
    return this.database.rows(statements.CALENDAR_OF, [userId, since, limit]);
  }

  inCalendar(id: string): Promise<CalendarJob | null> {
    return this.database.row(statements.CALENDAR_JOB_BY_ID, [id]);
  }

  /** In no order; what does not exist is left out. */
  titlesOf(ids: readonly string[]): Promise<{ id: string; title: string }[]> {
    return this.database.rows(statements.TITLES, [ids]);
  }

  /** With this id, or of a title that begins so (`beginningWith`), those that start last first. */
  search(id: string | null, beginning: string, limit: number): Promise<JobFound[]> {
    return this.database.rows(statements.SEARCH, [id, beginning, limit]);
  }

  /** What a guard has done so far. */
  async totalsOfGuard(guardId: string): Promise<{ jobs: number; minutes: number }> {
    return (await this.database.row(statements.TOTALS_OF_GUARD, [guardId])) ?? { jobs: 0, minutes: 0 };
  }
}
