import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, Ids } from '../clock/clock.js';
import { SECOND_MS, shift } from '../clock/duration.js';
import { Database } from '../database/database.js';
import { type DeadlineKind, refuseUnhandled } from './deadline-kind.js';

type Handler = (subjectId: string) => Promise<void>;

/** A deadline whose moment has come. */
export interface Fired {
  kind: string;
  subjectId: string;
}

interface Claimed extends Fired {
  id: string;
  attempts: number;
}

/** How late a deadline may be noticed: small against the shortest of them, the minute an offer stands. */
const TICK_MS = 500;
/** Transactions a process works on at once; other processes take the rest. */
const LANES = 4;
/** A handler that fails is tried again with doubling delay, up to this. */
const LONGEST_RETRY_SECONDS = 300;

/**
 * Moments at which something is to be looked at again. A deadline is a row, written in the transaction that makes it
 * necessary and taken out in the transaction of its handler, which locks it: so it outlives the process and acts once,
 * however many processes there are (docs/decisions/0010). It is measured by the application's clock.
 *
 * A deadline is never moved or taken back: whoever holds a job would wait for whoever holds its deadline, who waits for
 * the job. The handler reads the state and does nothing when there is nothing to do (any more).
 */
@Injectable()
export class Deadlines implements OnApplicationShutdown {
  private readonly logger = new Logger('deadlines');
  private readonly handlers = new Map<string, Handler>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private stopped = true;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** `handler` runs inside the transaction that takes the deadline out: no HTTP call, and all or nothing. */
  subscribe({ name }: DeadlineKind, handler: Handler): void {
    if (this.handlers.has(name)) throw new Error(`${name} has its handler already`);
    this.handlers.set(name, handler);
  }

  /** In the open transaction, if there is one. */
  async set(kind: DeadlineKind, subjectId: string, dueAt: Date): Promise<void> {
    await this.database.run(
      { name: 'deadline_set', text: `INSERT INTO deadlines (id, kind, subject_id, due_at) VALUES ($1, $2, $3, $4)` },
      [this.ids.next(), kind.name, subjectId, dueAt],
    );
  }

  /** Takes further due deadlines of a kind into the open transaction, for a handler that does several at once. */
  async takeDue(kind: DeadlineKind, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ subjectId: string }>(
      {
        name: 'deadline_take_due',
        text: `DELETE FROM deadlines WHERE id IN (
                 SELECT id FROM deadlines WHERE due_at <= $1 AND kind = $2
                 ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
               RETURNING subject_id AS "subjectId"`,
      },
      [this.clock.now(), kind.name, limit],
    );
    return rows.map((row) => row.subjectId);
  }

  /** Looks for due deadlines from now on, until `stop`. @throws when there is a kind that nobody handles. */
  start(): void {
    refuseUnhandled((kind) => this.handlers.has(kind));
    this.stopped = false;
    this.wait();
  }

  /** Lets the handlers under way finish. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  /** Fires all that is due, in order of time when `lanes` is 1; resolves with how many there were. */
  async runDue(lanes = 1): Promise<number> {
    const fired = await Promise.all(Array.from({ length: lanes }, () => this.runLane()));
    return fired.reduce((sum, lane) => sum + lane, 0);
  }

  /** The next moment at which anything is due; null when nothing waits. */
  async next(): Promise<Date | null> {
    const [row] = await this.database.query<{ at: Date | null }>(
      `SELECT min(due_at) AS at FROM deadlines WHERE kind = ANY($1)`,
      [[...this.handlers.keys()]],
    );
    return row?.at ?? null;
  }

  private wait(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.runDue(LANES)
        .catch((error: unknown) => this.logger.error(String(error)))
        .finally(() => this.wait());
    }, TICK_MS);
  }

  private async runLane(): Promise<number> {
    let fired = 0;
    while (await this.fireOne()) fired++;
    return fired;
  }

  /** The oldest that is due; null when none is. A handler that fails is tried again later, which counts as fired. */
  async fireOne(): Promise<Fired | null> {
    const attempt: { claimed?: Claimed } = {};
    try {
      return await this.database.transaction(async () => {
        const claimed = await this.claim();
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

  /** Kinds that this version does not know are left to the one that does. */
  private async claim(): Promise<Claimed | undefined> {
    const [claimed] = await this.database.query<Claimed>(
      {
        name: 'deadline_claim',
        text: `DELETE FROM deadlines WHERE id = (
                 SELECT id FROM deadlines WHERE due_at <= $1 AND kind = ANY($2)
                 ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
               RETURNING id, kind, subject_id AS "subjectId", attempts`,
      },
      [this.clock.now(), [...this.handlers.keys()]],
    );
    return claimed;
  }

  private async postpone({ id, kind, subjectId, attempts }: Claimed, error: unknown): Promise<void> {
    this.logger.error(`${kind} ${subjectId}: ${error instanceof Error ? error.stack : String(error)}`);
    const seconds = Math.min(2 ** attempts, LONGEST_RETRY_SECONDS);
    await this.database.run(`UPDATE deadlines SET due_at = $2, attempts = attempts + 1 WHERE id = $1`, [
      id,
      shift(this.clock.now(), seconds * SECOND_MS),
    ]);
  }
}
