import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RedisConnection } from '../../../platform/redis/redis.module.js';
import type { Location } from './live-event.js';

const CHANNEL = 'aegis:live';

interface Message {
  from: string;
  /** Positions; none: something is new on the timeline. */
  locations?: Location[];
}

/**
 * Between processes, over Redis where there is one. What is kept goes over the database, and Redis only rings: an event whose
 * bell was lost comes with the next look. Positions are not kept; without Redis other processes' streams have none.
 */
@Injectable()
export class LiveBus implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('live-bus');
  private readonly self = randomUUID();
  private readonly bells: (() => void)[] = [];
  private readonly receivers: ((locations: Location[]) => void)[] = [];
  private unsent: Location[] = [];
  private subscriber: Redis | undefined;

  constructor(private readonly redis: RedisConnection) {}

  async onModuleInit(): Promise<void> {
    if (!this.redis.client) return;
    const subscriber = this.redis.client.duplicate();
    this.subscriber = subscriber;
    subscriber.on('error', (error: Error) => this.logger.warn(error.message));
    subscriber.on('message', (_: string, text: string) => this.receive(text));
    // Also to a Redis that is away while this process starts: it listens from when it comes.
    const subscribe = async (): Promise<void> => {
      await subscriber.subscribe(CHANNEL).catch((error: unknown) => this.logger.warn(String(error)));
    };
    await subscribe();
    subscriber.on('ready', () => void subscribe());
  }

  onModuleDestroy(): void {
    this.subscriber?.disconnect();
  }

  onBell(listener: () => void): void {
    this.bells.push(listener);
  }

  onLocations(listener: (locations: Location[]) => void): void {
    this.receivers.push(listener);
  }

  ring(): void {
    this.send({ from: this.self });
  }

  /** Those of one turn of the event loop go in one message. */
  share(location: Location): void {
    if (!this.redis.client) return;
    if (this.unsent.push(location) > 1) return;
    setImmediate(() => {
      const locations = this.unsent;
      this.unsent = [];
      this.send({ from: this.self, locations });
    });
  }

  private send(message: Message): void {
    this.redis.client
      ?.publish(CHANNEL, JSON.stringify(message))
      .catch((error: unknown) => this.logger.warn(String(error)));
  }

  private receive(text: string): void {
    const { from, locations } = JSON.parse(text) as Message;
    if (from === this.self) return;
    if (!locations) for (const ring of this.bells) ring();
    // Dates have become text on the way.
    else
      for (const take of this.receivers)
        take(locations.map((one) => ({ ...one, recordedAt: new Date(one.recordedAt) })));
  }
}
