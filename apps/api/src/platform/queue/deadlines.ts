import { Logger } from '@nestjs/common';
import { Aftermath } from '../aftermath/aftermath.js';
import { Clock, Ids } from '../clock/clock.js';
import { SECOND_MS, shift } from '../clock/duration.js';
import { deadlines } from '../../../database/tables.js';
import { Database } from '../database/database.js';
import { pick } from '../database/shapes.js';
import { bigint, instant, texts } from '../database/sql-types.js';
import { type RowFrom, statement } from '../database/statement.js';
import { type DeadlineKind, refuseUnhandled } from './deadline-kind.js';
import { type DeadlineSide, Lookout } from './lookout.js';

type Handler = (subjectId: string) => Promise<void>;

/** A deadline whose moment has come. */
export interface Fired {
  kind: string;
  subjectId: string;
}

type Claimed = RowFrom<typeof CLAIM>;

/** Transactions a process works on at once; other processes take the rest. */
const LANES = 4;
/** In one transaction, when many are due at once: beginning and committing costs as much as most handlers. */
const MOST_TOGETHER = 16;
/** A handler that fails is tried again with doubling delay, up to this. */
const LONGEST_RETRY_SECONDS = 300;
/** An equal one that is due before may be firing at this moment, with what it has read. */
const MAY_BE_FIRING_MS = 10 * SECOND_MS;

const CLAIM = statement({
  name: 'deadline_claim',
  takes: [instant, instant, texts, bigint],
  gives: pick(deadlines, 'id', 'kind', 'subjectId', 'dueAt', 'attempts'),
  text: (row) => `
    DELETE FROM deadlines WHERE id = ANY (ARRAY (
      SELECT id FROM deadlines WHERE due_at >= $1 AND due_at <= $2 AND kind = ANY ($3)
      ORDER BY due_at, subject_id LIMIT $4 FOR UPDATE SKIP LOCKED))
    RETURNING ${row}`,
});

const NEXT = statement({
  takes: [texts],
  gives: { at: instant.orNull('min(due_at)') },
  text: (row) => `SELECT ${row} FROM deadlines WHERE kind = ANY($1)`,
});

const POSTPONE = statement({
  takes: [deadlines.id, deadlines.dueAt],
  text: `UPDATE deadlines SET due_at = $2, attempts = attempts + 1 WHERE id = $1`,
});

/**
 * Moments at which something is to be looked at again. A deadline is a row, written in the transaction that makes it
 * necessary and taken out in the transaction of its handler, which locks it: so it outlives the process and acts once,
 * however many processes there are (docs/decisions/0010). It is measured by the application's clock.
 *
 * A deadline is never moved or taken back: whoever holds a job would wait for whoever holds its deadline, who waits for
 * the job. The handler reads the state and does nothing when there is nothing to do (any more).
 */
export class Deadlines implements DeadlineSide {
  private readonly logger = new Logger('deadlines');
  private readonly handlers = new Map<string, Handler>();
  private readonly alone = new Set<string>();
  private stopped = true;

  constructor(
    private readonly database: Database,
    private readonly aftermath: Aftermath,
    private readonly lookout: Lookout,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * `handler` runs inside the transaction that takes the deadline out: no HTTP call, and all or nothing.
   * @param takesOthers it does several at once by itself (`takeDue`), so that none of them is given to it beside another.
   */
  subscribe({ name }: DeadlineKind, handler: Handler, { takesOthers = false } = {}): void {
    if (this.handlers.has(name)) throw new Error(`${name} has its handler already`);
    this.handlers.set(name, handler);
    if (takesOthers) this.alone.add(name);
  }

  get kinds(): string[] {
    return [...this.handlers.keys()];
  }

  /** In the open transaction, if there is one. An equal one that is set already is enough. */
  async set(kind: DeadlineKind, subjectId: string, dueAt: Date): Promise<void> {
    const certain = shift(this.clock.now(), MAY_BE_FIRING_MS);
    await this.aftermath.say({ deadlines: [{ id: this.ids.next(), kind: kind.name, subjectId, dueAt, certain }] });
    this.database.afterCommit(() => this.lookout.expect(dueAt));
  }

  /** Takes further due deadlines of a kind into the open transaction, for a handler that does several at once. */
  async takeDue(kind: DeadlineKind, limit: number): Promise<string[]> {
    return (await this.claim([kind.name], limit)).map(({ subjectId }) => subjectId);
  }

  /** Of a program that is put together. @throws when it declares a kind that nobody handles. */
  refuseUnhandled(): void {
    refuseUnhandled((kind) => this.handlers.has(kind));
  }

  /** Acts on due deadlines from now on, until `stop`. */
  start(): void {
    this.stopped = false;
    this.lookout.serveDeadlines(this);
  }

  /** Lets the handlers under way finish and begins no other, however many are due. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.lookout.leaveDeadlines();
  }

  async fire(): Promise<number> {
    const lanes = await Promise.all(Array.from({ length: LANES }, () => this.runLane()));
    return lanes.reduce((sum, fired) => sum + fired, 0);
  }

  /** Fires all that is due one by one, in order of time when `lanes` is 1; resolves with how many there were. */
  async runDue(lanes = 1): Promise<number> {
    const fired = await Promise.all(
      Array.from({ length: lanes }, async () => {
        let count = 0;
        while (await this.fireOne()) count++;
        return count;
      }),
    );
    return fired.reduce((sum, count) => sum + count, 0);
  }

  /** The next moment at which anything is due; null when nothing waits. */
  async next(): Promise<Date | null> {
    const row = await this.database.row(NEXT, [this.kinds]);
    return row?.at ?? null;
  }

  /** The oldest that is due; null when none is. A handler that fails is tried again later, which counts as fired. */
  async fireOne(): Promise<Fired | null> {
    const attempt: { claimed?: Claimed } = {};
    try {
      return await this.database.transaction(async () => {
        const [claimed] = await this.claim(this.kinds, 1);
        if (!claimed) return null;
        attempt.claimed = claimed;
        await this.handlers.get(claimed.kind)?.(claimed.subjectId);
        return claimed;
      });
    } catch (error) {
      if (!attempt.claimed) throw error;
      await this.postpone(attempt.claimed, error);
      return attempt.claimed;
    }
  }

  /** Every second one by itself, so that those that are never done together have their turn. */
  private async runLane(): Promise<number> {
    let fired = 0;
    for (let size = 2; !this.stopped; size = Math.min(2 * size, MOST_TOGETHER)) {
      if (!(await this.fireOne())) break;
      fired++;
      if (!this.stopped) fired += await this.fireTogether(size);
    }
    return fired;
  }

  /**
   * Several in one transaction, in the order in which others lock their subjects too. When one fails, all of them are as
   * before, and each is fired by itself.
   */
  private async fireTogether(size: number): Promise<number> {
    const kinds = this.kinds.filter((kind) => !this.alone.has(kind));
    try {
      return await this.database.transaction(async () => {
        const claimed = (await this.claim(kinds, size)).sort(bySubject);
        for (const { kind, subjectId } of claimed) await this.handlers.get(kind)?.(subjectId);
        return claimed.length;
      });
    } catch (error) {
      this.logger.warn(`one by one after ${String(error)}`);
      let fired = 0;
      while (fired < size && !this.stopped && (await this.fireOne())) fired++;
      return fired;
    }
  }

  /** Kinds that this version does not know are left to the one that does. */
  private claim(kinds: readonly string[], limit: number): Promise<Claimed[]> {
    return this.database.rows(CLAIM, [this.lookout.deadlinesSince, this.clock.now(), kinds, limit]);
  }

  private async postpone({ id, kind, subjectId, attempts }: Claimed, error: unknown): Promise<void> {
    this.logger.error(`${kind} ${subjectId}: ${error instanceof Error ? error.stack : String(error)}`);
    const dueAt = shift(this.clock.now(), Math.min(2 ** attempts, LONGEST_RETRY_SECONDS) * SECOND_MS);
    await this.database.run(POSTPONE, [id, dueAt]);
    this.lookout.expect(dueAt);
  }
}

const bySubject = (a: Claimed, b: Claimed): number =>
  a.subjectId.localeCompare(b.subjectId) || a.dueAt.getTime() - b.dueAt.getTime();
