import { Injectable } from '@nestjs/common';
import { reconnectAfterMs } from '@aegis/contract/reconnect';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../../../platform/http/http-request.js';
import type { HttpRequest } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { trackingErrors } from '../tracking.errors.js';
import { CatchUp } from './catch-up.js';
import { EventStream } from './event-stream.js';
import { LiveHub } from './live-hub.js';
import { TimelineTail } from './timeline-tail.js';

const RETRY_AFTER_SECONDS = 5;
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
    private readonly catchUp: CatchUp,
    private readonly platform: Platform,
  ) {}

  /** @throws 404 for a job of somebody else, 429 and 503 when there are too many streams. */
  async ofJob(listener: Listener, jobId: string): Promise<void> {
    await this.jobs.getFor(listener.caller, jobId);
    await this.open(listener, jobId);
  }

  async ofAll(listener: Listener): Promise<void> {
    await this.open(listener, null);
  }

  private async open({ caller, http, reply }: Listener, jobId: string | null): Promise<void> {
    this.refuseTooMany(caller);
    const settled = await this.tail.follow();
    // Has hung up meanwhile: what begins to stream now would never hear of its end.
    if (reply.raw.destroyed) throw httpErrors.problem('request_refused');
    const stream = this.take(caller, jobId, reply);
    const given = http.headers['last-event-id'];
    const isResumed = typeof given === 'string' && VALID_ID.test(given);
    stream.mark(isResumed ? Math.min(Number(given), settled) : settled);
    await this.catchUp.bring(stream);
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
    const { STREAM_BUFFER_BYTES } = this.platform.config.rules;
    const stream = new EventStream(caller, jobId, raw, STREAM_BUFFER_BYTES, (one) => void this.catchUp.bring(one));
    raw.writeHead(200, { ...reply.getHeaders(), ...HEADERS } as Record<string, string>);
    // Everybody is given a time of their own.
    raw.write(`retry: ${reconnectAfterMs()}\n\n`);
    this.hub.add(stream);
    raw.once('close', () => this.hub.remove(stream));
    // A reader that is gone is no error of ours.
    raw.on('error', () => this.hub.remove(stream));
    return stream;
  }
}
