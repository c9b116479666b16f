import { Injectable, Logger } from '@nestjs/common';
import { api, type Endpoint } from '@aegis/contract';
import type { FastifyRequest } from 'fastify';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../../config/config.js';
import { RedisConnection } from '../../redis/redis.module.js';
import { httpErrors } from '../http.errors.js';
import { networkOf } from './network.js';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/**
 * Not counted: probes of the operator; the provider, which signs what it sends and may send much at once; and what a page needs to
 * start, as its files are not counted either: a school or an office behind one address opens it many times a minute.
 */
const UNLIMITED = new Set<Endpoint>([
  api.operations.live,
  api.operations.ready,
  api.payments.webhook,
  api.payments.connectWebhook,
  api.web.config,
]);

/** What tells of guards near a place that whoever asks has chosen: many questions would tell more than each of them may. */
const SEARCHES = new Set<Endpoint>([api.jobs.quote, api.jobs.candidates]);
/** Whether somebody is asked for a job tells of the guards around it too, and asking costs them time. */
const BOOKINGS = new Set<Endpoint>([api.jobs.create, api.jobs.rest, api.jobEdits.edit]);

type Bucket =
  | 'user'
  | 'anonymous'
  | 'uploads_of_job'
  | 'uploads_of_user'
  | 'pictures'
  | 'searches'
  | 'bookings'
  | 'written'
  | 'exports';

/**
 * Requests a minute: by person when signed in, by address when not, and uploads of positions by job; pictures,
 * questions about guards near by and bookings an hour. With Redis all processes
 * count together; when Redis is away each counts for itself. Without, one process is all there is.
 */
@Injectable()
export class RateLimits {
  private readonly logger = new Logger('rate-limits');
  private readonly limiters: Record<Bucket, RateLimiterAbstract>;

  constructor(
    private readonly config: Config,
    redis: RedisConnection,
  ) {
    const { RATE_USER_PER_MINUTE, RATE_ANONYMOUS_PER_MINUTE, RATE_UPLOADS_PER_MINUTE } = config.rules;
    const { RATE_PICTURES_PER_HOUR, RATE_SEARCHES_PER_HOUR, RATE_BOOKINGS_PER_HOUR } = config.rules;
    const limiter = (name: Bucket, points: number, duration = MINUTE_SECONDS): RateLimiterAbstract => {
      const options = { keyPrefix: `aegis:rate:${name}`, points, duration };
      const memory = new RateLimiterMemory(options);
      return redis.client
        ? new RateLimiterRedis({
            ...options,
            storeClient: redis.client,
            insuranceLimiter: memory,
            // A request waits for no Redis that is known to be away.
            rejectIfRedisNotReady: true,
          })
        : memory;
    };
    this.limiters = {
      user: limiter('user', RATE_USER_PER_MINUTE),
      anonymous: limiter('anonymous', RATE_ANONYMOUS_PER_MINUTE),
      uploads_of_job: limiter('uploads_of_job', RATE_UPLOADS_PER_MINUTE),
      // Whoever makes up ids of jobs would have a limit of their own for each.
      uploads_of_user: limiter('uploads_of_user', RATE_USER_PER_MINUTE),
      pictures: limiter('pictures', RATE_PICTURES_PER_HOUR, HOUR_SECONDS),
      searches: limiter('searches', RATE_SEARCHES_PER_HOUR, HOUR_SECONDS),
      exports: limiter('exports', config.rules.EXPORTS_PER_DAY, DAY_SECONDS),
      written: limiter('written', config.rules.RATE_WRITTEN_PER_MINUTE),
      bookings: limiter('bookings', RATE_BOOKINGS_PER_HOUR, HOUR_SECONDS),
    };
  }

  /** Counts a request. @param userId null for whoever has not proved who they are. @throws 429 */
  async count(endpoint: Endpoint, request: FastifyRequest, userId: string | null): Promise<void> {
    if (!this.config.rateLimits || UNLIMITED.has(endpoint)) return;
    for (const [bucket, key] of bucketsOf(endpoint, request, userId)) {
      const refusal = await this.consume(bucket, key);
      if (!refusal) continue;
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw httpErrors.problem(bucket === 'pictures' ? 'too_many_pictures' : 'too_many_requests', {
        retryAfterSeconds,
      });
    }
  }

  /** Null when the request may go on. A limiter that is broken lets people in: it must not close the house. */
  private async consume(bucket: Bucket, key: string): Promise<RateLimiterRes | null> {
    try {
      await this.limiters[bucket].consume(key);
      return null;
    } catch (error) {
      if (error instanceof RateLimiterRes) return error;
      this.logger.error(`rates are not counted: ${String(error)}`);
      return null;
    }
  }
}

function bucketsOf(endpoint: Endpoint, request: FastifyRequest, userId: string | null): [Bucket, string][] {
  if (userId === null) return [['anonymous', networkOf(request.ip)]];
  if (endpoint !== api.tracking.upload) {
    const more = dearerBucketOf(endpoint);
    return [['user', userId], ...(more ? [[more, userId] satisfies [Bucket, string]] : [])];
  }
  const { id } = request.params as { id: string };
  return [
    ['uploads_of_user', userId],
    ['uploads_of_job', `${id}:${userId}`],
  ];
}

/** What costs more than a request, and is counted by itself beside it. */
function dearerBucketOf(endpoint: Endpoint): Bucket | null {
  if (endpoint.takesImage) return 'pictures';
  if (SEARCHES.has(endpoint)) return 'searches';
  if (BOOKINGS.has(endpoint)) return 'bookings';
  if (endpoint === api.conversations.write) return 'written';
  // A look at everything that is held on somebody.
  return endpoint === api.users.exportMe ? 'exports' : null;
}
