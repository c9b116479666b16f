import { queuedEvents, queueWorkers } from '../../../database/tables.js';
import { Database } from '../database/database.js';
import { bigint, boolean, instant, text, uuids } from '../database/sql-types.js';
import { statement } from '../database/statement.js';

/** What one consumer is to be told. */
export interface QueuedEvent {
  id: string;
  event: string;
  consumer: string;
  payload: unknown;
  /** How often it was tried. */
  attempts: number;
}

const COMPLETE = statement({
  name: 'outbox_complete',
  takes: [uuids],
  text: `DELETE FROM queued_events WHERE id = ANY ($1::uuid[])`,
});

/** Only what is still ours: who was thought dead has lost its events to others. */
const PUT_BACK = statement({
  takes: [queuedEvents.id, queuedEvents.takenBy, queuedEvents.attempts, instant.orNull, queuedEvents.failedAt],
  text: `UPDATE queued_events SET taken_by = NULL, attempts = $3, due_at = COALESCE($4, due_at), failed_at = $5
         WHERE id = $1 AND taken_by = $2`,
});

/** As new ones: looks are at what is new (see Lookout). */
const RELEASE = `UPDATE queued_events SET taken_by = NULL, due_at = GREATEST(due_at, $1)`;

const RELEASE_OF_WORKER = statement({
  takes: [instant, queueWorkers.id],
  text: `WITH gone AS (DELETE FROM queue_workers WHERE id = $2) ${RELEASE} WHERE taken_by = $2`,
});

const RELEASE_OF_DEAD = statement({
  takes: [instant, queueWorkers.id, boolean],
  text: `WITH dead AS (
           DELETE FROM queue_workers WHERE id IN (
             SELECT id FROM queue_workers WHERE id <> $2 AND (alive_until < now() OR $3) FOR UPDATE SKIP LOCKED)
           RETURNING id)
         ${RELEASE} WHERE taken_by = ANY (ARRAY (SELECT id FROM dead))`,
});

const RELEASE_OF_NOBODY = statement({
  takes: [instant, queueWorkers.id],
  text: `${RELEASE} WHERE taken_by <> $2 AND NOT EXISTS (SELECT FROM queue_workers WHERE id = taken_by)`,
});

const DEPTH = statement({
  gives: {
    queue: text(`event || '.' || consumer`),
    waiting: bigint('count(*) FILTER (WHERE failed_at IS NULL)'),
    failed: bigint('count(*) FILTER (WHERE failed_at IS NOT NULL)'),
  },
  text: (row) => `SELECT ${row} FROM queued_events GROUP BY event, consumer ORDER BY 1`,
});

const HAS = statement({
  name: 'outbox_has',
  takes: [queuedEvents.id],
  gives: { isIn: boolean('EXISTS (SELECT FROM queued_events WHERE id = $1)') },
  text: (row) => `SELECT ${row}`,
});

const IS_ANY_DUE = statement({
  takes: [instant],
  gives: {
    isAny: boolean(
      `EXISTS (SELECT FROM queued_events WHERE failed_at IS NULL AND (taken_by IS NOT NULL OR due_at <= $1))`,
    ),
  },
  text: (row) => `SELECT ${row}`,
});

export interface NextTry {
  attempts: number;
  /** Null when it is given up. */
  dueAt: Date | null;
  failedAt: Date | null;
}

/** The table of events that are still to be delivered: one row for each consumer, gone when it has been told. */
export class Outbox {
  constructor(private readonly database: Database) {}

  async complete(ids: readonly string[]): Promise<void> {
    await this.database.run(COMPLETE, [ids]);
  }

  /** To be tried again at `dueAt`, or, when that is null, given up at `failedAt`. */
  async putBack(id: string, takenBy: string, next: NextTry): Promise<void> {
    await this.database.run(PUT_BACK, [id, takenBy, next.attempts, next.dueAt, next.failedAt]);
  }

  /** A process that ends leaves what it had in hand to the others at once. */
  async releaseOf(workerId: string, now: Date): Promise<void> {
    await this.database.run(RELEASE_OF_WORKER, [now, workerId]);
  }

  /** What other processes had in hand that have outlived their lease; `all`: whoever it was. */
  async releaseOfDead(workerId: string, now: Date, all: boolean): Promise<void> {
    await this.database.run(RELEASE_OF_DEAD, [now, workerId, all]);
  }

  /** What belongs to a process that is not on the list: it published once more after it was taken for dead, and then was. */
  async releaseOfNobody(workerId: string, now: Date): Promise<void> {
    await this.database.run(RELEASE_OF_NOBODY, [now, workerId]);
  }

  /** Events that wait or were given up, per queue (`event.consumer`). */
  depth(): Promise<{ queue: string; waiting: number; failed: number }[]> {
    return this.database.rows(DEPTH);
  }

  /** Whether it is still to be delivered. */
  async has(id: string): Promise<boolean> {
    return (await this.database.row(HAS, [id]))?.isIn ?? false;
  }

  /** Whether any is due at `now`, or being handled. */
  async hasDue(now: Date): Promise<boolean> {
    return (await this.database.row(IS_ANY_DUE, [now]))?.isAny ?? false;
  }
}
