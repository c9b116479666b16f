import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import PgBoss from 'pg-boss';
import { Database } from '../database/database.js';

/** Keys of what an event concerns; readers load the rest, so that a late event tells no old news. */
export type EventPayload = Readonly<Record<string, string>>;

/** What most events concern. */
export type JobEventPayload = Readonly<{ jobId: string }>;

type Handler = (payload: EventPayload) => Promise<void>;

interface Consumer {
  queue: string;
  handler: Handler;
  workId?: string;
}

/**
 * One row for each consumer, retried with doubling delay: about an hour in all, which outlasts a restart of anything we
 * depend on. pg-boss documents its table for this; its own insert is one statement a consumer, planned each time (0.4 ms).
 */
const PUBLISH = {
  name: 'queue_publish',
  text: `INSERT INTO pgboss.job (name, data, start_after, keep_until, retry_limit, retry_delay, retry_backoff, expire_in,
           policy)
         SELECT queue, $2, at, at + interval '14 days', 12, 1, true, interval '120 seconds', 'standard'
         FROM unnest($1::text[]) AS queue, COALESCE($3::timestamptz, now()) AS at`,
};

/** Events of this process are taken up at once (see publish); the poll finds those of other processes and retries. */
const POLL_SECONDS = 1;
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
  private started = false;

  constructor(private readonly database: Database) {
    this.boss = new PgBoss({
      // The database adds the statement to the open transaction, if there is one.
      db: { executeSql: (text: string, values: unknown[]) => this.execute(text, values) },
      monitorStateIntervalMinutes: 5,
      schedule: false,
    });
    this.boss.on('error', (error) => this.logger.error(String(error)));
  }

  /** `consumer` names the reaction, as in `payments-place-hold`. Must be called before the application starts. */
  subscribe<Payload extends EventPayload = JobEventPayload>(
    event: string,
    consumer: string,
    handler: (payload: Payload) => Promise<void>,
  ): void {
    if (this.started) throw new Error(`${consumer} subscribed too late`);
    const queue = `${event}.${consumer}`;
    // Publisher and consumer of an event agree on its keys by the event's name: the queue does not know them.
    const known = [...(this.consumers.get(event) ?? []), { queue, handler: handler as Handler }];
    this.consumers.set(event, known);
  }

  /**
   * Queues `event` for each of its consumers, in the open transaction. They take it up after the commit.
   * @param startAfter not before this moment.
   */
  async publish(event: string, payload: EventPayload, startAfter?: Date): Promise<void> {
    const consumers = this.consumers.get(event) ?? [];
    if (consumers.length === 0) return;
    const queues = consumers.map(({ queue }) => queue);
    await this.database.write(PUBLISH, [queues, JSON.stringify(payload), startAfter ?? null]);
    if (startAfter) return;
    this.database.afterCommit(() => {
      for (const { workId } of consumers) if (workId) this.boss.notifyWorker(workId);
    });
  }

  /** Creates what is missing of the queue's own schema and begins to deliver. */
  async start(): Promise<void> {
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
  }

  /** Takes nothing new and lets the handlers under way finish. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.started) return;
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

  /** One bad event must not send its whole batch round again: each is failed by itself, the rest complete. */
  private async deliver(consumer: Consumer, jobs: PgBoss.Job<EventPayload>[]): Promise<void> {
    await Promise.all(
      jobs.map(async (job) => {
        try {
          await consumer.handler(job.data);
        } catch (error) {
          this.logger.error(
            `${consumer.queue} ${JSON.stringify(job.data)}: ${error instanceof Error ? error.stack : String(error)}`,
          );
          await this.boss.fail(consumer.queue, job.id, { message: String(error) });
        }
      }),
    );
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
