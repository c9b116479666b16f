import { Logger } from '@nestjs/common';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { SECOND_MS } from '../../clock/duration.js';
import { readDatabaseAddress } from '../address.js';
import { type Connection, openDataSource } from '../connection.js';
import { Database } from '../database.js';
import { refuseOtherSettings } from '../session-check.js';
import { text } from '../sql-types.js';
import { type RowFrom, statement } from '../statement.js';
import { ReplicaLag } from './replica-lag.js';
import { ReplicaSession, UnfitReplica } from './replica-session.js';

/** A replica that is away must not cost a read more than this, once; afterwards it is not asked until it is back. */
const CONNECT_MS = 2_000;
/** For an answer to a read, beyond what a statement may take. */
const LAST_WORD_MS = 5_000;

/** The same for a primary and all that follow it. */
export const WHOSE_COPY = statement({
  gives: { system: text('system_identifier::text') },
  text: (row) => `SELECT ${row} FROM pg_control_system()`,
});

/** Where the primary was when it was asked. */
export interface PrimaryPosition {
  system: string;
  /** In bytes from the beginning of the log. */
  position: number;
  /** Before it was asked (performance.now). */
  at: number;
}

export interface ReplicaState {
  /** host:port */
  name: string;
  /** Why it is not asked now; null when it is. */
  leftOut: string | null;
  lagSeconds: number;
}

export type Sessions = Pick<Connection, 'poolSize' | 'statementTimeoutMs' | 'pooled' | 'statementNames'>;

/** A server that follows the primary, as it was when it was looked at last. */
export class Replica {
  private readonly logger = new Logger('replicas');
  private readonly name: string;
  private readonly lag = new ReplicaLag();
  private readonly lent = new Set<ReplicaSession>();
  private dataSource: DataSource | undefined;
  /** For looks: those who read may have all the others. */
  private own: ReplicaSession | undefined;
  private leftOut: string | null = 'was not asked yet';
  /** Connections that somebody has or is about to have. */
  private taken = 0;

  constructor(
    private readonly url: string,
    private readonly maxLagMs: number,
    private readonly sessions: Sessions,
    private readonly entities: DataSourceOptions['entities'],
  ) {
    this.name = new URL(readDatabaseAddress(url).place.replace(/^postgres(ql)?:/, 'http:')).host;
  }

  get serves(): boolean {
    return this.leftOut === null;
  }

  get state(): ReplicaState {
    const { name, leftOut } = this;
    return { name, leftOut, lagSeconds: this.lag.ms(performance.now()) / SECOND_MS };
  }

  /** Takes it in, or leaves it out and says why. */
  async look(primary: PrimaryPosition): Promise<void> {
    this.lag.note(primary.position, primary.at);
    try {
      const session = await this.ownSession();
      await refuseForeign(session, primary.system);
      if (await session.reaches(primary.position, this.maxLagMs)) this.takeIn(primary.position);
      else await this.leaveOutLate(session);
    } catch (error) {
      this.giveUp(error);
    }
  }

  /**
   * A connection whose server has everything up to `position`; null when that is not to be had in time, or others have them all: a
   * queue before a replica helps nobody.
   */
  async lend(position: number): Promise<ReplicaSession | null> {
    if (!this.dataSource || this.taken > this.sessions.poolSize) return null;
    try {
      const session = await this.open(this.dataSource);
      session.begin();
      if (await session.reaches(position, this.maxLagMs)) return session;
      await this.leaveOutLate(session);
      await session.giveBack();
    } catch (error) {
      this.leaveOut(messageOf(error));
    }
    return null;
  }

  async close(): Promise<void> {
    this.leftOut = 'is closed';
    await this.own?.giveBack();
    if (this.dataSource?.isInitialized) await this.dataSource.destroy();
  }

  private takeIn(position: number): void {
    this.lag.reached(position, performance.now());
    if (!this.serves) this.logger.log(`${this.name} is read from`);
    this.leftOut = null;
  }

  private async leaveOutLate(session: ReplicaSession): Promise<void> {
    this.lag.reached(await session.replayed(), performance.now());
    this.leaveOut('is further behind than DATABASE_REPLICA_MAX_LAG_MS allows');
  }

  /** A look has failed: what is under way there would wait as long. */
  private giveUp(error: unknown): void {
    this.leaveOut(messageOf(error));
    for (const session of this.lent) session.breakOff();
    this.own = undefined;
  }

  private leaveOut(why: string): void {
    if (this.leftOut !== why) this.logger.warn(`${this.name} is not read from: it ${why}`);
    this.leftOut = why;
  }

  private async ownSession(): Promise<ReplicaSession> {
    this.dataSource ??= await this.connect();
    this.own ??= await this.open(this.dataSource);
    return this.own;
  }

  private async open(dataSource: DataSource): Promise<ReplicaSession> {
    this.taken++;
    try {
      const session = await ReplicaSession.open(dataSource, (ended) => this.forget(ended));
      this.lent.add(session);
      return session;
    } catch (error) {
      this.taken--;
      throw error;
    }
  }

  private forget(session: ReplicaSession): void {
    if (this.lent.delete(session)) this.taken--;
  }

  private async connect(): Promise<DataSource> {
    const { url, sessions, entities } = this;
    const dataSource = openDataSource(
      {
        ...{ url, ...sessions, poolSize: sessions.poolSize + 1, embedded: false },
        ...{ connectTimeoutMs: CONNECT_MS, answerTimeoutMs: sessions.statementTimeoutMs + LAST_WORD_MS },
      },
      entities,
    );
    try {
      await dataSource.initialize();
      await refuseOtherSettings(new Database(dataSource));
      return dataSource;
    } catch (error) {
      if (dataSource.isInitialized) await dataSource.destroy();
      throw error;
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws UnfitReplica when it follows another primary than ours */
async function refuseForeign(session: ReplicaSession, system: string): Promise<void> {
  const { rows } = await session.ask(WHOSE_COPY.text);
  const [row] = rows as RowFrom<typeof WHOSE_COPY>[];
  if (row?.system !== system) throw new UnfitReplica('is a copy of another database than that of DATABASE_URL');
}
