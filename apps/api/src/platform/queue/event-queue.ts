import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import PgBoss from 'pg-boss';
import { Ids } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { type EventKind, type EventPayload, refuseUnheard } from './events.js';

type Handler = (payload: unknown) => Promise<void>;

/** An event that this process has taken up. */
interface Held {
  consumer: Consumer;
  id: string;
  payload: EventPayload;
}

interface Consumer {
  queue: string;
  handler: Handler;
  workId?: string;
}

/**
 * One row for each consumer, retried with doubling delay: about an hour in all, which outlasts a restart of anything we
 * depend on. An event that this process takes up itself is written as one that is being delivered: should the process die,
 * it expires like any other and is delivered again. pg-boss documents its table for this.
 */
const PUBLISH = {
  name: 'queue_publish',
  text: `INSERT INTO pgboss.job (id, name, data, state, started_on, start_after, keep_until, retry_limit, retry_delay,
           retry_backoff, expire_in, policy)
         SELECT id, queue, $3, CASE WHEN $4 THEN 'active' ELSE 'created' END::pgboss.job_state,
           CASE WHEN $4 THEN now() END, at, at + interval '14 days', 12, 1, true, interval '120 seconds', 'standard'
         FROM unnest($1::uuid[], $2::text[]) AS copy (id, queue), COALESCE($5::timestamptz, now()) AS at`,
};

const COMPLETE = {
  name: 'queue_complete',
  text: `UPDATE pgboss.job SET state = 'completed', completed_on = now()
         WHERE name = ANY ($2::text[]) AND id = ANY ($1::uuid[]) AND state = 'active'`,
};

/** Events of its own that a process handles at once; with so many in hand, further ones are left to whoever has room. */
const MOST_AT_ONCE = 50;
/** Together, because each statement on its own would cost as much as all. */
const COMPLETE_EVERY_MS = 50;

/** Events of this process are taken up at once (see publish); the poll finds those of other processes and retries. */
const POLL_SECONDS = 2;
const BATCH = 20;
const STOP_MS = 10_000;

/**
 * Durable events between features: written in the publisher's transaction, delivered at least once to every consumer, so
 * a handler must be able to run twice. Kept by pg-boss in its own schema.
 */
@Injectable()
export class EventQueue implements OnApplicationShutdown {
  private readonly logger = new Logger('queue');
  private readonly boss: PgBoss;
  private readonly consumers = new Map<string, Consumer[]>();
  private readonly busy = new Set<Promise<unknown>>();
  private readonly done: { id: string; queue: string }[] = [];
  private completing: Promise<void> | undefined;
  private readonly waiting: Held[] = [];
  private running = 0;
  private started = false;
  private isDelivering = false;

  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {
    this.boss = new PgBoss({
      // The database adds the statement to the open transaction, if there is one.
      db: { executeSql: (text: string, values: unknown[]) => this.execute(text, values) },
      monitorStateIntervalMinutes: 5,
      schedule: false,
    });
    this.boss.on('error', (error) => this.logger.error(String(error)));
  }

  /** `consumer` names the reaction, as in `payments-place-hold`. Must be called before the application starts. */
  subscribe<Payload extends EventPayload>(
    event: EventKind<Payload>,
    consumer: string,
    handler: (payload: Payload) => Promise<void>,
  ): void {
    if (this.started) throw new Error(`${consumer} subscribed too late`);
    const queue = `${event.name}.${consumer}`;
    const read: Handler = (payload) => handler(event.read(payload));
    this.consumers.set(event.name, [...(this.consumers.get(event.name) ?? []), { queue, handler: read }]);
  }

  /**
   * Queues `event` for each of its consumers, in the open transaction. They take it up after the commit.
   * @param startAfter not before this moment.
   */
  async publish<Payload extends EventPayload>(
    event: EventKind<Payload>,
    payload: Payload,
    startAfter?: Date,
  ): Promise<void> {
    const copies = (this.consumers.get(event.name) ?? []).map((consumer) => ({ consumer, id: this.ids.next() }));
    if (copies.length === 0) return;
    const isOurs = !startAfter && this.isDelivering && this.running + this.waiting.length < MOST_AT_ONCE;
    const queues = copies.map(({ consumer }) => consumer.queue);
    await this.database.write(PUBLISH, [
      copies.map(({ id }) => id),
      queues,
      JSON.stringify(payload),
      isOurs,
      startAfter ?? null,
    ]);
    if (startAfter) return;
    this.database.afterCommit(() => {
      for (const { consumer, id } of copies)
        if (isOurs) void this.underWay(this.takeUp({ consumer, id, payload }));
        else if (consumer.workId) this.boss.notifyWorker(consumer.workId);
    });
  }

  /**
   * Creates what is missing of the queue's own schema and begins to deliver.
   * @throws when there is an event that nobody hears.
   */
  async start(): Promise<void> {
    refuseUnheard((event) => this.consumers.has(event));
    this.started = true;
    await this.boss.start();
    for (const consumer of [...this.consumers.values()].flat()) {
      await this.boss.createQueue(consumer.queue);
      consumer.workId = await this.boss.work<EventPayload>(
        consumer.queue,
        { batchSize: BATCH, pollingIntervalSeconds: POLL_SECONDS },
        (jobs) => this.underWay(this.deliver(consumer, jobs)),
      );
    }
    this.isDelivering = true;
  }

  /** Takes nothing new and lets the handlers under way finish. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.started) return;
    this.isDelivering = false;
    await this.boss.stop({ graceful: true, wait: true, timeout: STOP_MS });
    await this.settled();
  }

  /** Events that wait, per queue. */
  async depth(): Promise<{ queue: string; waiting: number; failed: number }[]> {
    return this.database.query(
      `SELECT name AS queue, count(*) FILTER (WHERE state < 'completed') AS waiting,
              count(*) FILTER (WHERE state = 'failed') AS failed
       FROM pgboss.job WHERE name LIKE '%.%' GROUP BY name ORDER BY name`,
    );
  }

  /** Whether no event waits that could be delivered now, and none is being handled. */
  async isQuiet(): Promise<boolean> {
    const waiting = await this.database.query(
      `SELECT 1 FROM pgboss.job WHERE state < 'completed' AND start_after <= now() LIMIT 1`,
    );
    return waiting.length === 0;
  }

  /** At once, or when another has ended: a transaction may publish more than this process handles at a time. */
  private async takeUp(event: Held): Promise<void> {
    if (this.running === MOST_AT_ONCE) return void this.waiting.push(event);
    this.running++;
    const isDone = await this.handle(event.consumer, event.id, event.payload).finally(() => this.running--);
    const next = this.waiting.shift();
    if (next) void this.underWay(this.takeUp(next));
    if (!isDone) return;
    this.done.push({ id: event.id, queue: event.consumer.queue });
    this.completing ??= this.underWay(delay(COMPLETE_EVERY_MS).then(() => this.completeAll()));
  }

  /** Should this fail, its events are delivered once more, as after a crash. */
  private async completeAll(): Promise<void> {
    this.completing = undefined;
    const done = this.done.splice(0);
    const queues = [...new Set(done.map(({ queue }) => queue))];
    try {
      await this.database.run(COMPLETE, [done.map(({ id }) => id), queues]);
    } catch (error) {
      this.logger.error(`${done.length} events stay open: ${String(error)}`);
    }
  }

  /** One bad event must not send its whole batch round again: each is failed by itself, the rest complete. */
  private async deliver(consumer: Consumer, jobs: PgBoss.Job<EventPayload>[]): Promise<void> {
    await Promise.all(jobs.map((job) => this.handle(consumer, job.id, job.data)));
  }

  /** False when it failed: it is delivered again later. */
  private async handle(consumer: Consumer, id: string, payload: EventPayload): Promise<boolean> {
    try {
      await consumer.handler(payload);
      return true;
    } catch (error) {
      const told = error instanceof Error ? error.stack : String(error);
      this.logger.error(`${consumer.queue} ${JSON.stringify(payload)}: ${told}`);
      // When this is not possible either, it expires.
      await this.boss
        .fail(consumer.queue, id, { message: String(error) })
        .catch((failure: unknown) => this.logger.error(`${consumer.queue} ${id}: ${String(failure)}`));
      return false;
    }
  }

  private execute(text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
    return this.underWay(this.database.query(text, values ?? []).then((rows) => ({ rows })));
  }

  private underWay<T>(work: Promise<T>): Promise<T> {
    this.busy.add(work);
    const done = (): void => void this.busy.delete(work);
    work.then(done, done);
    return work;
  }

  /**
   * pg-boss does not wait for a fetch that is under way when it is stopped: its events would be handled after the database
   * was closed. Each piece of work may begin another, so this looks again until there is none.
   */
  private async settled(): Promise<void> {
    while (this.busy.size > 0) {
      await Promise.allSettled(this.busy);
      await nextTurn();
    }
  }
}
