import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../../../platform/http/http-request.js';
import type { HttpRequest } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { type SubjectRow } from '../../../platform/timeline/timeline.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { trackingErrors } from '../tracking.errors.js';
import { TrackingService } from '../tracking.service.js';
import { EventStream } from './event-stream.js';
import { eventOfLocation, eventOfRow, frameOf } from './live-event.js';
import { LiveHub } from './live-hub.js';
import { TimelineTail } from './timeline-tail.js';

const RETRY_AFTER_SECONDS = 5;
const RECONNECT_MS = 3000;
/** Who has missed more reads the whole state anew, which is less. */
const MISSED_LIMIT = 500;
/** Those that can still have news. */
const JOBS_OF_ONE = 200;
const VALID_ID = /^\d{1,15}$/;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // Proxies of the nginx family would keep events back until their buffer is full.
  'x-accel-buffering': 'no',
};

interface Listener {
  caller: Caller;
  http: HttpRequest;
  reply: FastifyReply;
}

/** Turns a request into a stream: what was missed since Last-Event-ID first, then what happens. */
@Injectable()
export class OpenStream {
  constructor(
    private readonly hub: LiveHub,
    private readonly tail: TimelineTail,
    private readonly jobs: JobsService,
    private readonly tracking: TrackingService,
    private readonly platform: Platform,
  ) {}

  /** @throws 404 for a job of somebody else, 429 and 503 when there are too many streams. */
  async ofJob(listener: Listener, jobId: string): Promise<void> {
    await this.jobs.getFor(listener.caller, jobId);
    await this.open(listener, jobId, [jobId]);
  }

  async ofAll(listener: Listener): Promise<void> {
    const { caller } = listener;
    const isAdmin = caller.role === 'admin';
    await this.open(listener, null, isAdmin ? null : await this.jobs.newestIdsOf(caller.userId, JOBS_OF_ONE));
  }

  /** @param jobIds whose past is read; null: everybody's. */
  private async open({ caller, http, reply }: Listener, jobId: string | null, jobIds: string[] | null): Promise<void> {
    this.refuseTooMany(caller);
    const settled = await this.tail.follow();
    // Has hung up meanwhile: what begins to stream now would never hear of its end.
    if (reply.raw.destroyed) throw httpErrors.problem('request_refused');
    const stream = this.take(caller, jobId, reply);
    const given = http.headers['last-event-id'];
    const after = typeof given === 'string' && VALID_ID.test(given) ? Math.min(Number(given), settled) : null;
    try {
      await this.catchUp(stream, after, settled, jobIds);
    } catch {
      // Comes back with the same Last-Event-ID: the connection is ours already and cannot be refused any more.
      stream.end();
    }
  }

  private refuseTooMany(caller: Caller): void {
    const { STREAMS_PER_USER, STREAMS_PER_PROCESS } = this.platform.config.rules;
    if (this.hub.size >= STREAMS_PER_PROCESS)
      throw httpErrors.problem('overloaded', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    if (this.hub.countOf(caller.userId) >= STREAMS_PER_USER) throw trackingErrors.problem('too_many_streams');
  }

  private take(caller: Caller, jobId: string | null, reply: FastifyReply): EventStream {
    reply.hijack();
    const { raw } = reply;
    const stream = new EventStream(caller, jobId, raw, this.platform.config.rules.STREAM_BUFFER_BYTES);
    raw.writeHead(200, { ...reply.getHeaders(), ...HEADERS } as Record<string, string>);
    raw.write(`retry: ${RECONNECT_MS}\n\n`);
    this.hub.add(stream);
    raw.once('close', () => this.hub.remove(stream));
    // A reader that is gone is no error of ours.
    raw.on('error', () => this.hub.remove(stream));
    return stream;
  }

  private async catchUp(
    stream: EventStream,
    after: number | null,
    settled: number,
    jobIds: string[] | null,
  ): Promise<void> {
    const missed = after === null ? [] : await this.missed(stream, after, jobIds);
    const frames = missed.length > MISSED_LIMIT ? [frameOf({ name: 'resync', data: '{}' }, settled)] : [];
    const rows = missed.length > MISSED_LIMIT ? [] : missed;
    const jobs = await this.jobs.followed([...new Set(rows.flatMap(({ jobId }) => jobId ?? []))]);
    for (const row of rows) {
      const event = eventOfRow(row, jobs.get(row.jobId ?? ''));
      const maySee = stream.caller.role === 'admin' || event?.parties.includes(stream.caller.userId);
      // The order of ids: whoever breaks off in the middle resumes there. Never above what is settled.
      if (event && maySee) frames.push(frameOf(event, Math.min(row.id, settled)));
    }
    // An id without data is no event, but what to resume after when nothing has come yet.
    if (after === null) frames.push(`id: ${settled}\n\n`);
    if (stream.jobId !== null) frames.push(...(await this.position(stream.caller, stream.jobId)));
    stream.begin(frames, new Set(rows.map(({ id }) => id)));
  }

  private missed({ caller, jobId }: EventStream, after: number, jobIds: string[] | null): Promise<SubjectRow[]> {
    if (jobIds === null) return this.platform.timeline.since(after, [], MISSED_LIMIT + 1);
    // Nobody's rows beside the job's on the stream of one job.
    const userId = jobId === null ? caller.userId : NOBODY;
    return this.platform.timeline.sinceOf({ jobIds, userId }, after, MISSED_LIMIT + 1);
  }

  /** Where the guard is now: the next fix may be five minutes away. */
  private async position(caller: Caller, jobId: string): Promise<string[]> {
    const location = await this.tracking.currentLocation(caller, jobId);
    return location ? [frameOf(eventOfLocation(location), null)] : [];
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
