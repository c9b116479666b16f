import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Aftermath } from '../aftermath/aftermath.js';
import { Clock, Ids } from '../clock/clock.js';
import { SECOND_MS, shift } from '../clock/duration.js';
import { Database } from '../database/database.js';
import { carriedTrace, inSpan } from '../tracing/spans.js';
import { type EventKind, type EventPayload, refuseUnheard } from './events.js';
import { type EventSide, Lookout } from './lookout.js';
import { Outbox, type QueuedEvent } from './outbox.js';

interface Consumer {
  event: string;
  consumer: string;
  /** Of whatever was stored. @throws for a payload of another version. */
  handle: (payload: unknown) => Promise<void>;
}

/** Twelve retries with doubling delay from a second on: about an hour in all, which outlasts a restart of anything we need. */
const MOST_RETRIES = 12;

/** Events that a process handles at once; with so many in hand, further ones are left to whoever has room. */
const MOST_AT_ONCE = 50;
/** Together, because each statement on its own would cost as much as all. */
const COMPLETE_EVERY_MS = 50;
/** When the database could not be told how an event ended. */
const TELL_AGAIN_MS = SECOND_MS;

/** Where a payload carries the trace that it was published in; no key of an event, so its readers leave it out. */
const TRACE = 'traceparent';
const traceIn = (payload: unknown): string | undefined => {
  const trace: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, TRACE) : undefined;
  return typeof trace === 'string' ? trace : undefined;
};

/**
 * Durable events between features: written in the publisher's transaction, delivered at least once to every consumer, so
 * a handler must be able to run twice. One row for each consumer, which is deleted when it has been told
 * (docs/decisions/0065).
 */
export class EventQueue implements EventSide {
  private readonly logger = new Logger('queue');
  private readonly known = new Map<string, Consumer[]>();
  private readonly busy = new Set<Promise<unknown>>();
  /** Handled, and still to be told to the database. */
  private done: string[] = [];
  private completing: Promise<void> | undefined;
  private waiting: QueuedEvent[] = [];
  private running = 0;
  private started = false;
  private isDelivering = false;
  /** More was left in the table than this process had room for. */
  private isMoreLeft = false;

  constructor(
    private readonly database: Database,
    private readonly aftermath: Aftermath,
    private readonly outbox: Outbox,
    private readonly lookout: Lookout,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** `consumer` names the reaction, as in `payments-place-hold`. Must be called before the application starts. */
  subscribe<Payload extends EventPayload>(
    kind: EventKind<Payload>,
    consumer: string,
    handler: (payload: Payload) => Promise<void>,
  ): void {
    if (this.started) throw new Error(`${consumer} subscribed too late`);
    const handle = (payload: unknown): Promise<void> => handler(kind.read(payload));
    this.known.set(kind.name, [...(this.known.get(kind.name) ?? []), { event: kind.name, consumer, handle }]);
  }

  get consumers(): Consumer[] {
    return [...this.known.values()].flat();
  }

  /**
   * Queues an event for each of its consumers, in the open transaction. They take it up after the commit: this process at
   * once, when it has room.
   */
  async publish<Payload extends EventPayload>(kind: EventKind<Payload>, given: Payload): Promise<void> {
    const trace = carriedTrace();
    const payload = trace === undefined ? given : { ...given, [TRACE]: trace };
    const copies = (this.known.get(kind.name) ?? []).map(({ consumer }) => ({ id: this.ids.next(), consumer }));
    if (copies.length === 0) return;
    const isOurs = this.isDelivering && this.lookout.isSure && this.room() > 0;
    const takenBy = isOurs ? this.lookout.workerId : null;
    const told = { event: kind.name, payload, at: this.clock.now(), takenBy };
    await this.aftermath.say({ queued: copies.map((copy) => ({ ...copy, ...told })) });
    this.database.afterCommit(() => {
      if (isOurs) this.take(copies.map((copy) => ({ ...copy, event: kind.name, payload, attempts: 0 })));
      else this.fetchMore();
    });
  }

  /** Of a program that is put together. @throws when it declares an event that nobody hears. */
  refuseUnheard(): void {
    refuseUnheard((event) => this.known.has(event));
  }

  /** Begins to deliver. */
  async start(): Promise<void> {
    this.started = this.isDelivering = true;
    await this.lookout.serveEvents(this);
  }

  /** Lets the handlers under way finish; what has not begun is left to the others. */
  async close(): Promise<void> {
    if (!this.started) return;
    this.isDelivering = false;
    await this.lookout.leaveEvents();
    this.waiting = [];
    await this.settled();
    await this.outbox.releaseOf(this.lookout.workerId, this.clock.now());
  }

  room(): number {
    return this.isDelivering ? Math.max(0, MOST_AT_ONCE - this.running - this.waiting.length) : 0;
  }

  take(events: readonly QueuedEvent[]): void {
    this.waiting.push(...events);
    while (this.isDelivering && this.running < MOST_AT_ONCE) {
      const next = this.waiting.shift();
      if (!next) break;
      void this.underWay(this.handle(next));
    }
    if (this.room() === 0) this.isMoreLeft = true;
  }

  /** Events that wait or were given up, for each consumer that there is. */
  async depth(): Promise<{ queue: string; waiting: number; failed: number }[]> {
    const found = new Map((await this.outbox.depth()).map((one) => [one.queue, one]));
    for (const { event, consumer } of this.consumers) {
      const queue = `${event}.${consumer}`;
      if (!found.has(queue)) found.set(queue, { queue, waiting: 0, failed: 0 });
    }
    return [...found.values()].sort((a, b) => a.queue.localeCompare(b.queue));
  }

  /** @throws when the table of events cannot be read. One look by key: it costs the same when a million wait. */
  async check(): Promise<void> {
    await this.outbox.has(this.ids.next());
  }

  /** Whether no event waits that could be delivered now, and none is being handled. */
  async isQuiet(): Promise<boolean> {
    return !(await this.outbox.hasDue(this.clock.now()));
  }

  private async handle(event: QueuedEvent): Promise<void> {
    this.running++;
    try {
      await this.told(event);
      this.done.push(event.id);
    } catch (error) {
      const told = error instanceof Error ? error.stack : String(error);
      this.logger.error(`${event.event}.${event.consumer} ${JSON.stringify(event.payload)}: ${told}`);
      void this.underWay(this.putBack(event));
    } finally {
      this.running--;
      this.take([]);
    }
    if (this.done.length > 0) this.completing ??= this.underWay(this.completeAll(COMPLETE_EVERY_MS));
    if (this.isMoreLeft && this.room() >= MOST_AT_ONCE / 2) this.fetchMore();
  }

  private told({ event, consumer, payload }: QueuedEvent): Promise<void> {
    const { handle } = this.consumerOf({ event, consumer });
    const attributes = { 'messaging.destination.name': event, 'messaging.consumer.group.name': consumer };
    const name = `process ${event} ${consumer}`;
    return inSpan({ name, kind: 'CONSUMER', attributes, parent: traceIn(payload) }, () => handle(payload));
  }

  private consumerOf({ event, consumer }: Pick<QueuedEvent, 'event' | 'consumer'>): Consumer {
    const found = this.known.get(event)?.find((one) => one.consumer === consumer);
    if (!found) throw new Error('nobody here hears it');
    return found;
  }

  private fetchMore(): void {
    this.isMoreLeft = this.room() === 0;
    if (this.isDelivering && !this.isMoreLeft) this.lookout.soon();
  }

  private async completeAll(afterMs: number): Promise<void> {
    await delay(afterMs);
    this.completing = undefined;
    const ids = this.done.splice(0);
    try {
      await this.outbox.complete(ids);
    } catch (error) {
      this.logger.error(`${ids.length} events stay open: ${String(error)}`);
      this.done.push(...ids);
      // Those who wait for the end do not wait for a database that is gone: the events come once more, as after a crash.
      if (this.isDelivering) this.completing ??= this.underWay(this.completeAll(TELL_AGAIN_MS));
    }
  }

  private async putBack({ id, attempts }: QueuedEvent): Promise<void> {
    const now = this.clock.now();
    const isOver = attempts >= MOST_RETRIES;
    const next = {
      attempts: attempts + 1,
      dueAt: isOver ? null : shift(now, 2 ** attempts * SECOND_MS),
      failedAt: isOver ? now : null,
    };
    for (;;)
      try {
        return await this.outbox.putBack(id, this.lookout.workerId, next);
      } catch (error) {
        this.logger.error(`${id} stays open: ${String(error)}`);
        if (!this.isDelivering) return;
        await delay(TELL_AGAIN_MS);
      }
  }

  private underWay<T>(work: Promise<T>): Promise<T> {
    this.busy.add(work);
    const done = (): void => void this.busy.delete(work);
    work.then(done, done);
    return work;
  }

  /** Each piece of work may begin another, so this looks again until there is none. */
  private async settled(): Promise<void> {
    while (this.busy.size > 0) {
      await Promise.allSettled(this.busy);
      await nextTurn();
    }
  }
}
