import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import { Clock, Ids } from '../clock/clock.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../clock/duration.js';
import { Database } from '../database/database.js';
import { bigint, boolean, instant, json, texts, uuid } from '../database/sql-types.js';
import { type RowFrom, statement } from '../database/statement.js';
import { Outbox, type QueuedEvent } from './outbox.js';

/** Who takes events up. */
export interface EventSide {
  readonly consumers: readonly { event: string; consumer: string }[];
  /** How many more it can take in hand. */
  room(): number;
  take(events: readonly QueuedEvent[]): void;
}

/** Who acts on deadlines. */
export interface DeadlineSide {
  readonly kinds: readonly string[];
  /** Acts on all that are due; resolves with how many there were. */
  fire(): Promise<number>;
}

type Seen = RowFrom<typeof LOOK>;

/** What another process has written is noticed so late. */
const LOOK_EVERY_MS = 800;
/** A process that was not heard of for so long is dead to the others. By the database's clock, which they share. */
const LEASE_MS = 8 * SECOND_MS;
const RENEW_BELOW_MS = 6 * SECOND_MS;
/** With less left of its lease a process leaves what it publishes to whoever looks next. */
const SURE_MS = 2 * SECOND_MS;
/** A row may become visible so long after the moment it is due from: transactions, and clocks that differ. */
const LATE_MS = 10 * SECOND_MS;
const WHOLE_LOOK_EVERY_MS = 10 * SECOND_MS;
const ORPHANS_EVERY_MS = MINUTE_MS;
/** Longer than a retry waits: an event due later was put off before the clock was set back. */
const NO_RETRY_MS = 2 * HOUR_MS;

const THE_BEGINNING = new Date(0);
const THE_END = new Date('9999-01-01T00:00:00Z');

/** What it takes: worker, now, where it begins, until when nothing can be put off, room, events and consumers; of deadlines the
 * same beginning and the kinds. */
const LOOK = statement({
  name: 'queue_look',
  takes: [uuid, instant, instant, instant, bigint, texts, texts, instant, texts],
  gives: {
    renewed: boolean('EXISTS (SELECT FROM me)'),
    someoneDied: boolean('EXISTS (SELECT FROM queue_workers WHERE alive_until < now() AND id <> $1)'),
    events: json<QueuedEvent[]>().orNull('(SELECT json_agg(taken) FROM taken)'),
    nextDeadline: instant.orNull('(SELECT min(due_at) FROM deadlines WHERE due_at >= $8 AND kind = ANY ($9))'),
  },
  text: (row) => `
    WITH me AS (
      INSERT INTO queue_workers (id, alive_until)
      SELECT $1::uuid, now() + interval '1 ms' * ${LEASE_MS} WHERE cardinality($6::text[]) > 0
      ON CONFLICT (id) DO UPDATE SET alive_until = EXCLUDED.alive_until
      WHERE queue_workers.alive_until < now() + interval '1 ms' * ${RENEW_BELOW_MS}
      RETURNING id
    ), taken AS (
      UPDATE queued_events SET taken_by = $1 WHERE id = ANY (ARRAY (
        SELECT id FROM queued_events
        WHERE taken_by IS NULL AND failed_at IS NULL AND due_at >= $3 AND (due_at <= $2 OR due_at > $4)
          AND (event, consumer) IN (SELECT * FROM unnest($6::text[], $7::text[]))
        ORDER BY due_at, id LIMIT $5 FOR UPDATE SKIP LOCKED))
      RETURNING id, event, consumer, payload, attempts
    )
    SELECT ${row}`,
});

/**
 * The one look of a process at what is to be done, by whomever it was written: it takes events, learns when the next deadline
 * is due, and shows that the process lives (docs/decisions/0065). What the process itself writes it knows without looking.
 *
 * Rows that are gone stay in an index while anybody's snapshot is older, a backup's for hours, and every look would walk over
 * all of them. So a look begins where the one before has found nothing left, and only every tenth second at the beginning.
 */
export class Lookout {
  private readonly logger = new Logger('queue');
  /** What is found is nobody's request, whoever has made us look. */
  private readonly byItself = AsyncLocalStorage.snapshot();
  readonly workerId: string;
  private events: EventSide | null = null;
  private deadlines: DeadlineSide | null = null;
  private eventsSince = THE_BEGINNING;
  private deadlinesFrom = THE_BEGINNING;
  /** The earliest that was set while a look was under way, which may not have seen it. */
  private setMeanwhile = THE_END;
  private nextDeadline: Date | null = null;
  private lookedAt = THE_BEGINNING;
  private leasedUntil = 0;
  private wholeAt = -Infinity;
  private orphansAt = performance.now();
  private nextLookAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private firing: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    ids: Ids,
  ) {
    this.workerId = ids.next();
  }

  /** The others know that this process lives, for long enough to take up what it publishes now. */
  get isSure(): boolean {
    return performance.now() < this.leasedUntil - SURE_MS;
  }

  /** No deadline before it is left. */
  get deadlinesSince(): Date {
    return this.deadlinesFrom;
  }

  async serveEvents(side: EventSide): Promise<void> {
    this.events = side;
    // The embedded database has one process: what another had in hand was left by the one before.
    await this.outbox.releaseOfDead(this.workerId, this.clock.now(), this.database.isEmbedded);
    await this.lookNow();
  }

  serveDeadlines(side: DeadlineSide): void {
    this.deadlines = side;
    this.wholeAt = -Infinity;
    this.soon();
  }

  /** Takes no more events; resolves when the last look is over. */
  async leaveEvents(): Promise<void> {
    this.events = null;
    await this.looking;
  }

  /** Lets the handlers under way finish. */
  async leaveDeadlines(): Promise<void> {
    this.deadlines = null;
    this.nextDeadline = null;
    await Promise.all([this.looking, this.firing]);
  }

  async close(): Promise<void> {
    this.events = this.deadlines = null;
    clearTimeout(this.timer);
    await Promise.all([this.looking, this.firing]);
  }

  /** A deadline that this process has set: it is not missed until the next look. */
  expect(dueAt: Date): void {
    this.deadlinesFrom = earlier(dueAt, this.deadlinesFrom);
    this.setMeanwhile = earlier(dueAt, this.setMeanwhile);
    if (!this.deadlines || (this.nextDeadline && this.nextDeadline <= dueAt)) return;
    this.nextDeadline = dueAt;
    this.arm();
  }

  /** Looks at once; when a look is under way, once more after it. */
  soon(): void {
    if (this.looking) this.again = true;
    else if (this.events ?? this.deadlines) void this.lookNow();
  }

  private lookNow(): Promise<void> {
    clearTimeout(this.timer);
    this.looking ??= this.byItself(() => this.look())
      // The next look tries again.
      .catch((error: unknown) => this.logger.warn(`look: ${String(error)}`))
      .finally(() => this.afterLook());
    return this.looking;
  }

  private afterLook(): void {
    this.looking = undefined;
    this.nextLookAt = performance.now() + LOOK_EVERY_MS;
    const isWanted = this.again;
    this.again = false;
    if (isWanted) this.soon();
    else this.arm();
  }

  /** For the next look, or for a deadline that is due before. */
  private arm(): void {
    clearTimeout(this.timer);
    if (this.looking || (!this.events && !this.deadlines)) return;
    const toLook = this.nextLookAt - performance.now();
    const toDeadline =
      this.nextDeadline && !this.firing ? this.nextDeadline.getTime() - this.clock.now().getTime() : Infinity;
    this.timer = setTimeout(() => this.wake(), Math.max(0, Math.min(toLook, toDeadline)));
  }

  private wake(): void {
    if (this.nextDeadline && this.nextDeadline <= this.clock.now()) this.fire();
    if (performance.now() >= this.nextLookAt) void this.lookNow();
    else this.arm();
  }

  private fire(): void {
    if (this.firing || !this.deadlines) return;
    this.nextDeadline = null;
    const { deadlines } = this;
    this.firing = this.byItself(() => deadlines.fire())
      // What was due and is not ours is in the hands of another process: there is nothing to hurry for.
      .then((fired) => (fired > 0 ? this.soon() : undefined))
      .catch((error: unknown) => this.logger.error(`deadlines: ${String(error)}`))
      .finally(() => {
        this.firing = undefined;
        this.arm();
      });
  }

  private async look(): Promise<void> {
    const [now, begun] = [this.clock.now(), performance.now()];
    const isWhole = begun - this.wholeAt >= WHOLE_LOOK_EVERY_MS || now < this.lookedAt;
    if (isWhole) this.wholeAt = begun;
    const room = this.events?.room() ?? 0;
    this.setMeanwhile = THE_END;
    const seen = await this.ask(now, room, isWhole);
    this.lookedAt = now;
    if (seen.renewed) this.leasedUntil = begun + LEASE_MS;
    const settled = shift(now, -LATE_MS);
    const events = seen.events ?? [];
    if (events.length < room) this.eventsSince = settled;
    else if (isWhole) this.eventsSince = THE_BEGINNING;
    this.deadlinesFrom = earlier(earlier(seen.nextDeadline ?? settled, settled), this.setMeanwhile);
    // Who has stopped taking meanwhile gives back all that it has in hand, when that is done.
    if (events.length > 0) this.events?.take(events);
    if (seen.nextDeadline) this.expect(seen.nextDeadline);
    await this.inherit(seen.someoneDied, begun);
  }

  private async ask(now: Date, room: number, isWhole: boolean): Promise<Seen> {
    const consumers = this.events?.consumers ?? [];
    const seen = await this.database.row(LOOK, [
      this.workerId,
      now,
      isWhole ? THE_BEGINNING : this.eventsSince,
      isWhole ? shift(now, NO_RETRY_MS) : THE_END,
      room,
      consumers.map(({ event }) => event),
      consumers.map(({ consumer }) => consumer),
      isWhole ? THE_BEGINNING : this.deadlinesFrom,
      this.deadlines?.kinds ?? [],
    ]);
    if (!seen) throw new Error('a look gives one row');
    return seen;
  }

  private async inherit(someoneDied: boolean, begun: number): Promise<void> {
    if (someoneDied) {
      await this.outbox.releaseOfDead(this.workerId, this.clock.now(), false);
      this.again = true;
    }
    if (begun - this.orphansAt < ORPHANS_EVERY_MS) return;
    this.orphansAt = begun;
    await this.outbox.releaseOfNobody(this.workerId, this.clock.now());
  }
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
