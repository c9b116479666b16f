import { Global, Injectable, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config/config.js';

/** A caller waits no longer for a Redis that has gone; it comes back by itself. */
const COMMAND_MS = 2000;

/** The connection to Redis where REDIS_URL is set; `client` is null elsewhere. */
@Injectable()
export class RedisConnection implements OnApplicationShutdown {
  readonly client: Redis | null;

  constructor(config: Config) {
    this.client = config.redisUrl === undefined ? null : open(config.redisUrl);
  }

  /** @throws when Redis does not answer. */
  async ping(): Promise<void> {
    await this.client?.ping();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.client) await this.client.quit().catch(() => this.client?.disconnect());
  }
}

function open(url: string): Redis {
  const logger = new Logger('redis');
  const client = new Redis(url, { commandTimeout: COMMAND_MS, maxRetriesPerRequest: 1, enableOfflineQueue: true });
  client.on('error', (error: Error) => logger.error(error.message));
  return client;
}

@Global()
@Module({ providers: [RedisConnection], exports: [RedisConnection] })
export class RedisModule {}
