import { Injectable } from '@nestjs/common';
import type { JobStatus, PageQuery, UserRole } from '@aegis/contract';
import type { Caller } from '../../platform/http/http-request.js';
import { found } from '../../platform/http/found.js';
import { pageOf, readCursor } from '../../platform/http/paging.js';
import { Platform } from '../../platform/platform.js';
import { type TimelineRow } from '../../platform/timeline/timeline.js';
import type {
  BookedJob,
  CalendarJob,
  DoneJob,
  EndedJob,
  FollowedJob,
  FollowedJobInState,
  JobRow,
  NamedJob,
  PaidJob,
} from './job-rows.js';
import { soughtOf } from './jobs-sought.js';
import { type JobFound, JobsRepository, type ListFilter } from './jobs.repository.js';

export type { BookedJob, CalendarJob, FollowedJob, FollowedJobInState, JobRow, NamedJob, PaidJob } from './job-rows.js';

/** Reads of jobs; the changes have a class each. */
@Injectable()
export class JobsService {
  constructor(
    private readonly repository: JobsRepository,
    private readonly platform: Platform,
  ) {}

  /** For the system itself. @throws 404 */
  async get(id: string): Promise<JobRow> {
    return found(await this.repository.byId(id));
  }

  /** For a party of the job or an administrator. @throws 404 for everybody else. */
  async getFor(caller: Caller, id: string): Promise<JobRow> {
    const isAdmin = caller.role === 'admin';
    return found(await (isAdmin ? this.repository.byId(id) : this.repository.byIdOfParty(id, caller.userId)));
  }

  /** For the system itself: what of `ids` exists, by id. */
  async followed(ids: readonly string[]): Promise<Map<string, FollowedJobInState>> {
    return new Map((await this.repository.followed(ids)).map((job) => [job.id, job]));
  }

  /** Ids of the newest jobs that somebody is or was a party of. */
  newestIdsOf(userId: string, limit: number): Promise<string[]> {
    return this.repository.newestIdsOf(userId, limit);
  }

  /** For the system itself: jobs under way, by pages in the order of ids. */
  underWay(after: string, limit: number): Promise<FollowedJob[]> {
    return this.repository.underWay(after, limit);
  }

  /** One's own jobs, in one's own role or the one asked for; everybody's for an administrator. */
  async listFor(
    caller: Caller,
    query: PageQuery & { status?: JobStatus; role?: 'customer' | 'guard'; words?: string },
  ): Promise<{ items: JobRow[]; nextCursor: string | null }> {
    const role = caller.role === 'admin' ? null : (query.role ?? caller.role);
    const filter: ListFilter = {
      customerId: role === 'customer' ? caller.userId : null,
      guardId: role === 'guard' ? caller.userId : null,
      status: query.status ?? null,
      sought: query.words === undefined ? null : { ...soughtOf(query.words), alsoByParty: caller.role === 'admin' },
    };
    const rows = await this.repository.list(filter, readCursor(query.cursor), query.limit + 1);
    return pageOf(rows, query.limit, (job) => ({ at: job.requestedAt, id: job.id }));
  }

  async timelineFor(caller: Caller, id: string): Promise<TimelineRow[]> {
    await this.getFor(caller, id);
    return this.platform.timeline.ofJob(id);
  }

  /** Holds the job's row for the open transaction and gives it. @throws 404 */
  async lock(id: string): Promise<JobRow> {
    return found(await this.repository.lock(id));
  }

  /** What was booked, for the steps of its money. @throws 404 */
  async booking(id: string): Promise<BookedJob> {
    return found(await this.repository.booking(id));
  }

  /** The same, and holds the job's row for the open transaction. @throws 404 */
  async lockBooking(id: string): Promise<BookedJob> {
    return found(await this.repository.lockBooking(id));
  }

  /** The provider's name of the card that its customer chose for it; null: none in particular. */
  cardOf(id: string): Promise<string | null> {
    return this.repository.cardOf(id);
  }

  /** Which of these jobs have ended; with what is due for them. */
  endedAmong(ids: readonly string[]): Promise<EndedJob[]> {
    return this.repository.endedAmong(ids);
  }

  /** A guard's completed jobs, the newest first. */
  doneBy(guardId: string, limit: number): Promise<DoneJob[]> {
    return this.repository.doneBy(guardId, limit);
  }

  /** Jobs that ended in this time with something due. */
  dueBetween(from: Date, to: Date): Promise<EndedJob[]> {
    return this.repository.dueBetween(from, to);
  }

  /** Jobs that have not ended, start before `startsBefore` and were booked before `bookedBefore`. */
  openBefore(startsBefore: Date, bookedBefore: Date): Promise<string[]> {
    return this.repository.openBefore(startsBefore, bookedBefore);
  }

  /** Ids of a customer's jobs that have not ended. */
  unfinishedOf(customerId: string): Promise<string[]> {
    return this.repository.unfinishedOf(customerId);
  }

  /** For the system itself: what messages say of the jobs, by id. */
  async named(ids: readonly string[]): Promise<Map<string, NamedJob>> {
    if (ids.length === 0) return new Map();
    return new Map((await this.repository.named(ids)).map((job) => [job.id, job]));
  }

  /** For the system itself: what papers say of the jobs, by id. */
  async paidFor(ids: readonly string[]): Promise<Map<string, PaidJob>> {
    return new Map((await this.repository.paidFor(ids)).map((job) => [job.id, job]));
  }

  /** For the system itself: somebody's jobs that end after `since`, in either role, the first that begins first. */
  inCalendarOf(userId: string, since: Date, limit: number): Promise<CalendarJob[]> {
    return this.repository.inCalendarOf(userId, since, limit);
  }

  /** For the system itself. @throws 404 */
  async inCalendar(id: string): Promise<CalendarJob> {
    return found(await this.repository.inCalendar(id));
  }

  /** For the system itself: what is written over the jobs, by id. */
  async titlesOf(ids: readonly string[]): Promise<Map<string, string>> {
    return new Map((await this.repository.titlesOf(ids)).map(({ id, title }) => [id, title]));
  }

  /** By id, or by the beginning of the title as it is typed. */
  search(words: string, limit: number): Promise<JobFound[]> {
    const { id, beginning } = soughtOf(words);
    return this.repository.search(id, beginning, limit);
  }

  /** Of a person in their role, newest first. */
  newestOf({ id, role }: { id: string; role: UserRole }, limit: number): Promise<JobRow[]> {
    const filter = {
      customerId: role === 'customer' ? id : null,
      guardId: role === 'guard' ? id : null,
      status: null,
      sought: null,
    };
    return role === 'admin' ? Promise.resolve([]) : this.repository.list(filter, null, limit);
  }

  totalsOfGuard(guardId: string): Promise<{ jobs: number; minutes: number }> {
    return this.repository.totalsOfGuard(guardId);
  }
}
