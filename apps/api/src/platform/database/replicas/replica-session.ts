import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { within } from '../../clock/patience.js';
import type { LentSession } from '../database.js';
import { breakOff } from '../primary.js';
import { bigint } from '../sql-types.js';
import { type RowFrom, statement } from '../statement.js';

/** A server that is frozen, or whose machine is gone, breaks no connection. */
const ANSWER_MS = 2_000;
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [1, 20];

/** In bytes from the beginning of the log; null for a server that takes what is written. */
const REPLAYED = statement({
  gives: {
    position: bigint.orNull(
      `CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint END`,
    ),
  },
  text: (row) => `SELECT ${row}`,
});

/** The sentence follows the name of a replica. */
export class UnfitReplica extends Error {}

/** A connection to a replica. */
export class ReplicaSession implements LentSession {
  private isBegun = false;

  private constructor(
    readonly runner: QueryRunner,
    readonly client: pg.PoolClient,
    private readonly onEnd: (session: ReplicaSession) => void,
  ) {}

  /** @param onEnd is called when it is given back or broken off */
  static async open(dataSource: DataSource, onEnd: (session: ReplicaSession) => void): Promise<ReplicaSession> {
    const runner = dataSource.createQueryRunner();
    return new ReplicaSession(runner, (await runner.connect()) as pg.PoolClient, onEnd);
  }

  /** What is asked from here on is asked of one server, also through a pooler or a balancer, and cannot write. */
  begin(): void {
    this.isBegun = true;
    // What is wrong with it the next answer says too.
    this.client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY').catch(() => undefined);
  }

  /** Whether the server has everything up to `position` within the time. @throws UnfitReplica when it is none, or does not answer */
  async reaches(position: number, withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      if ((await this.replayed()) >= position) return true;
      if (performance.now() + pause > until) return false;
      await delay(pause);
    }
  }

  /** Up to where it has everything. @throws UnfitReplica */
  async replayed(): Promise<number> {
    const { rows } = await this.ask(REPLAYED.text);
    const [row] = rows as RowFrom<typeof REPLAYED>[];
    if (row?.position === null || row === undefined) throw new UnfitReplica('takes what is written: it is no replica');
    return row.position;
  }

  /** @throws UnfitReplica when there is no answer */
  ask(text: string): Promise<pg.QueryResult> {
    return within(ANSWER_MS, this.client.query(text), () => new UnfitReplica('does not answer'));
  }

  async giveBack(): Promise<void> {
    try {
      if (this.isBegun) await this.client.query('COMMIT');
      this.onEnd(this);
      await this.runner.release();
    } catch {
      this.breakOff();
    }
  }

  /** The pool takes one whose connection is broken for lost. */
  breakOff(): void {
    this.onEnd(this);
    breakOff(this.client);
  }
}
