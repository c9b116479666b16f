import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type AnsweredBy, Database, type LentSession, type SessionLender } from '../database.js';
import { bigint } from '../sql-types.js';
import { statement } from '../statement.js';
import { Replica, type ReplicaState, type Sessions, WHOSE_COPY } from './replica.js';

const LOOK_EVERY_MS = 1_000;

/** Up to where everything is on its disk: nobody is told of a commit, or sees it, before it is. */
const POSITION = statement({
  name: 'primary_position',
  gives: { position: bigint(`(pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint`) },
  text: (row) => `SELECT ${row}`,
});

/**
 * The replicas that reads may go to (docs/decisions/0230). Each is looked at every second: one that is away, late, promoted or
 * another's is left out until a look finds it well again.
 */
export class Replicas implements SessionLender {
  private readonly logger = new Logger('replicas');
  private readonly all: readonly Replica[];
  private readonly primary: Database;
  private readonly ending = new AbortController();
  private looking: Promise<unknown> = Promise.resolve();
  private turn = 0;
  /** How many reads were answered by whom. */
  readonly answered: Record<AnsweredBy, number> = { replica: 0, primary: 0, again: 0 };

  /** @param primary as it was opened; replicas are opened in the same way, and closed here */
  constructor(
    { urls, maxLagMs }: { urls: readonly string[]; maxLagMs: number },
    sessions: Sessions,
    primary: DataSource,
  ) {
    this.primary = new Database(primary);
    this.all = urls.map((url) => new Replica(url, maxLagMs, sessions, primary.options.entities));
  }

  get states(): ReplicaState[] {
    return this.all.map(({ state }) => state);
  }

  /** A sentence of each that is left out. */
  get complaints(): string[] {
    return this.states.flatMap(({ name, leftOut }) =>
      leftOut === null
        ? []
        : [`DATABASE_REPLICA_URLS: ${name} is left out, the primary answers instead: it ${leftOut}.`],
    );
  }

  /** Resolves when each was looked at for the first time. */
  async begin(): Promise<void> {
    await Promise.all(this.all.map((replica) => this.look(replica)));
    this.looking = Promise.all(this.all.map((replica) => this.keepLooking(replica)));
  }

  async lend(): Promise<LentSession | null> {
    const fit = this.all.filter(({ serves }) => serves);
    const replica = fit[this.turn++ % fit.length];
    if (!replica) return null;
    try {
      const row = await this.primary.row(POSITION);
      return row && (await replica.lend(row.position));
    } catch (error) {
      // The primary's own answer says what is wrong with it.
      this.logger.debug(`the primary did not say how far it is: ${String(error)}`);
      return null;
    }
  }

  noteAnswer(by: AnsweredBy): void {
    this.answered[by]++;
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.looking;
    await Promise.all(this.all.map((replica) => replica.close()));
  }

  private async keepLooking(replica: Replica): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await delay(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) await this.look(replica);
    }
  }

  /** Without a primary nothing says how late they are; what is read then fails as it does without replicas. */
  private async look(replica: Replica): Promise<void> {
    const at = performance.now();
    try {
      const [copy, row] = await Promise.all([this.primary.row(WHOSE_COPY), this.primary.row(POSITION)]);
      if (copy && row) await replica.look({ ...copy, ...row, at });
    } catch (error) {
      this.logger.debug(`the primary did not say how far it is: ${String(error)}`);
    }
  }
}
