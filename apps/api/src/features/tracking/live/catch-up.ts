import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { type SubjectRow } from '../../../platform/timeline/timeline.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { TrackingService } from '../tracking.service.js';
import type { EventStream } from './event-stream.js';
import { eventOfLocation, eventOfRow, frameOf } from './live-event.js';
import { TimelineTail } from './timeline-tail.js';

const PAGE = 500;
/** An administrator who has missed more of the whole market reads its state anew, which is less. */
const RESYNC_ABOVE = 20_000;
/** Those that can still have news. */
const JOBS_OF_ONE = 200;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Reads what a stream has missed from the timeline, as fast as its reader takes it, and lets it join what happens now. */
@Injectable()
export class CatchUp {
  constructor(
    private readonly tail: TimelineTail,
    private readonly jobs: JobsService,
    private readonly tracking: TrackingService,
    private readonly platform: Platform,
  ) {}

  /** Everything after the stream's marker, once and in order. When the database is away the stream ends, to be resumed. */
  async bring(stream: EventStream): Promise<void> {
    try {
      await this.readUp(stream);
      await this.join(stream);
    } catch {
      // Comes back with the last id it has seen: the connection is ours already and cannot be refused any more.
      stream.end();
    }
  }

  /** Up to what is settled no row can come any more: nobody need remember what was told. */
  private async readUp(stream: EventStream): Promise<void> {
    let settled = await this.tail.follow();
    // Most have missed nothing, and join at once.
    if (stream.marker >= settled) return;
    const jobIds = await this.jobIdsOf(stream);
    if (jobIds === null && settled - stream.marker > RESYNC_ABOVE) {
      await stream.catchUpWith(frameOf({ id: null, name: 'resync', data: '{}' }, settled));
      return;
    }
    while (stream.isOpen && stream.marker < settled) {
      const rows = await this.missed(stream, stream.marker, jobIds);
      const last = rows.length < PAGE ? settled : Math.min(settled, rows.at(-1)?.id ?? settled);
      await this.tell(
        stream,
        rows.filter(({ id }) => id <= last),
        last,
      );
      stream.mark(last);
      settled = await this.tail.follow();
    }
  }

  /** What is above it may be followed by a lower row: held are the events from here on, until what is there has been read. */
  private async join(stream: EventStream): Promise<void> {
    stream.join();
    const jobIds = await this.jobIdsOf(stream);
    const settled = await this.tail.follow();
    let after = stream.marker;
    for (let isLast = false; stream.isOpen && !isLast;) {
      const rows = await this.missed(stream, after, jobIds);
      await this.tell(stream, rows, settled);
      after = rows.at(-1)?.id ?? after;
      isLast = rows.length < PAGE;
    }
    if (stream.jobId !== null) await this.showPosition(stream, stream.jobId);
    stream.goLive();
  }

  private async jobIdsOf({ caller, jobId }: EventStream): Promise<string[] | null> {
    if (jobId !== null) return [jobId];
    return caller.role === 'admin' ? null : this.jobs.newestIdsOf(caller.userId, JOBS_OF_ONE);
  }

  /** @param jobIds whose past is read; null: everybody's. */
  private missed({ caller, jobId }: EventStream, after: number, jobIds: string[] | null): Promise<SubjectRow[]> {
    if (jobIds === null) return this.platform.timeline.since(after, [], PAGE);
    // Nobody's rows beside the job's on the stream of one job.
    const userId = jobId === null ? caller.userId : NOBODY;
    return this.platform.timeline.sinceOf({ jobIds, userId }, after, PAGE);
  }

  /** @param settled whoever breaks off in the middle never resumes above it */
  private async tell(stream: EventStream, rows: readonly SubjectRow[], settled: number): Promise<void> {
    if (rows.length === 0) return;
    const jobs = await this.jobs.followed([...new Set(rows.flatMap(({ jobId }) => jobId ?? []))]);
    for (const row of rows) {
      const event = eventOfRow(row, jobs.get(row.jobId ?? ''));
      const maySee = stream.caller.role === 'admin' || event?.parties.includes(stream.caller.userId);
      if (event && maySee) await stream.catchUpWith(frameOf(event, Math.min(row.id, settled)));
    }
  }

  /** Where the guard is now: the next fix may be five minutes away. */
  private async showPosition(stream: EventStream, jobId: string): Promise<void> {
    const location = await this.tracking.currentLocation(stream.caller, jobId);
    if (location) await stream.catchUpWith(frameOf(eventOfLocation(location), null));
  }
}
