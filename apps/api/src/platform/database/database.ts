import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type pg from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { requestContext } from '../logging/request-context.js';
import { isWorthRepeating, mayBeOfReplica } from './database-refusal.js';
import type { PoolSettings } from './pool-settings.js';
import type { Statement } from './statement.js';

interface Transaction {
  runner: QueryRunner;
  client: pg.PoolClient;
  /** Statements whose answers are looked at in the end, in the order in which they were sent. */
  unanswered: Promise<unknown>[];
  /** The answer, or failure, of the statement that was asked last. */
  before: Promise<unknown>;
  /** What is written just before the COMMIT, by whoever collects it. */
  collections: Map<object, { collected: object; write: () => Promise<void> }>;
  afterCommit: (() => void)[];
  /** On a replica. */
  readsOnly?: true;
}

/** A connection to a replica that has all that was committed, for reads alone. */
export interface LentSession {
  runner: QueryRunner;
  client: pg.PoolClient;
  /** When it has answered all that was asked. */
  giveBack(): Promise<void>;
  /** After a failure: nobody uses it again. */
  breakOff(): void;
}

/** Who answers a read that a replica may answer; `again`: the primary, because the replica could not. */
export type AnsweredBy = 'replica' | 'primary' | 'again';

export interface SessionLender {
  /** Null: the primary is to be asked. Never throws. */
  lend(): Promise<LentSession | null>;
  noteAnswer(by: AnsweredBy): void;
}

/** A statement that is planned once a connection. The name must belong to this text alone. */
export interface PreparedStatement {
  name: string;
  text: string;
}

type Sql = string | Pick<Statement, 'name' | 'text'>;

/** Values may be left out where the statement does not say how many it takes: it takes none then, or is a composed one. */
type Given<Values extends readonly unknown[]> = number extends Values['length'] ? [values?: Values] : [values: Values];

const READS_ONLY = /^\s*SELECT\b/i;
const MAX_ATTEMPTS = 5;
const MAX_JITTER_MS = 50;

/**
 * The way to the database. A transaction follows the call (AsyncLocalStorage): whatever a service calls inside
 * `transaction` uses its connection, so that nothing slips out of it by mistake.
 */
export class Database {
  private readonly open = new AsyncLocalStorage<Transaction>();
  /** Inside `readElsewhere`, where the primary answers after all. */
  private readonly reading = new AsyncLocalStorage<true>();
  private readonly logger = new Logger('database');

  constructor(
    private readonly dataSource: DataSource,
    private readonly replicas?: SessionLender,
  ) {}

  /** Rows of a statement, with the types that it declares. */
  async rows<Values extends readonly unknown[], Row extends object>(
    statement: Statement<Values, Row>,
    ...[values]: Given<NoInfer<Values>>
  ): Promise<Row[]> {
    return (await this.execute<Row>(statement, values ?? [])).rows;
  }

  /** The first of them; null when there is none. */
  async row<Values extends readonly unknown[], Row extends object>(
    statement: Statement<Values, Row>,
    ...given: Given<NoInfer<Values>>
  ): Promise<Row | null> {
    return (await this.rows(statement, ...given))[0] ?? null;
  }

  /** Rows of a text whose columns no code knows beforehand: nothing is promised of what is in them. */
  async anyRows(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.execute<Record<string, unknown>>(text, values)).rows;
  }

  /** How many rows a writing statement touched. */
  run<Values extends readonly unknown[]>(
    statement: Statement<Values>,
    ...given: Given<NoInfer<Values>>
  ): Promise<number>;
  run(statement: string | PreparedStatement, values?: readonly unknown[]): Promise<number>;
  async run(statement: Sql, values: readonly unknown[] = []): Promise<number> {
    this.refuseWhileReading();
    return (await this.execute(statement, values)).rowCount ?? 0;
  }

  /**
   * A writing statement whose outcome nobody needs to know before the end: inside a transaction it is sent and not waited
   * for, and the transaction fails when it has failed. A round trip to the server is dearer than most statements.
   */
  write<Values extends readonly unknown[]>(
    statement: Statement<Values>,
    ...given: Given<NoInfer<Values>>
  ): Promise<void>;
  write(statement: string | PreparedStatement, values?: readonly unknown[]): Promise<void>;
  async write(statement: Sql, values: readonly unknown[] = []): Promise<void> {
    this.refuseWhileReading();
    const transaction = this.open.getStore();
    if (transaction) await this.send(transaction, statement, values);
    else await this.execute(statement, values);
  }

  /** Whoever asks for the same `turn` comes after the end of the open transaction. */
  async takeTurn(turn: string): Promise<void> {
    await this.run(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [turn]);
  }

  /** For TypeORM's plain reads and writes, inside the open transaction if there is one. */
  get manager(): EntityManager {
    const transaction = this.open.getStore();
    // Which of both it will be is not known here.
    if (!transaction) rememberChange();
    return transaction?.runner.manager ?? this.dataSource.manager;
  }

  /** True inside `transaction` and `readElsewhere`: an HTTP call must not be made then. */
  get inTransaction(): boolean {
    return this.open.getStore() !== undefined || this.isReading;
  }

  private get isReading(): boolean {
    return this.open.getStore()?.readsOnly ?? this.reading.getStore() ?? false;
  }

  /**
   * Reads that a replica may answer: the one door to them (docs/decisions/0230). One that has everything which was committed before
   * this is called; where there is none, or it fails, the primary answers, so that `work` may run twice. Nothing can be written in
   * it, with replicas or without. Inside a transaction it is a part of that. Its statements go one after the other.
   */
  async readElsewhere<T>(work: () => Promise<T>): Promise<T> {
    if (this.inTransaction) return work();
    const { replicas } = this;
    const session = await replicas?.lend();
    if (!session) {
      replicas?.noteAnswer('primary');
      return this.reading.run(true, work);
    }
    try {
      const result = await this.open.run(readingFrom(session), work);
      await session.giveBack();
      replicas?.noteAnswer('replica');
      return result;
    } catch (error) {
      if (!mayBeOfReplica(error)) {
        await session.giveBack();
        throw error;
      }
      session.breakOff();
      replicas?.noteAnswer('again');
      this.logger.warn(`a replica could not answer, the primary is asked: ${String(error)}`);
      return this.reading.run(true, work);
    }
  }

  private refuseWhileReading(): void {
    if (this.isReading) throw new Error('something is to be written in a read that a replica may answer');
  }

  /**
   * Runs `work` in one transaction (read committed); inside an open one, joins it. Serialization failures and dead-locks
   * run the whole of `work` again, so it must do nothing that cannot be repeated: no HTTP call.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    this.refuseWhileReading();
    if (this.open.getStore()) return work();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.runOnce(work);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isWorthRepeating(error)) throw error;
        this.logger.warn(`transaction repeated (${attempt}): ${String(error)}`);
        await delay(randomInt(MAX_JITTER_MS) * attempt);
      }
    }
  }

  /** Runs `action` once the open transaction has committed, or now when none is open. Never on a rollback. */
  afterCommit(action: () => void): void {
    const transaction = this.open.getStore();
    if (transaction) transaction.afterCommit.push(action);
    else action();
  }

  /**
   * What `owner` collects in the open transaction; `write` is given it just before the COMMIT. Null when none is open.
   */
  collect<Collected extends object>(
    owner: object,
    begin: () => Collected,
    write: (collected: Collected) => Promise<void>,
  ): Collected | null {
    const transaction = this.open.getStore();
    if (!transaction) return null;
    const known = transaction.collections.get(owner);
    if (known) return known.collected as Collected;
    const collected = begin();
    transaction.collections.set(owner, { collected, write: () => write(collected) });
    return collected;
  }

  private async runOnce<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.PoolClient;
      const transaction: Transaction = {
        ...{ runner, client, unanswered: [], before: Promise.resolve() },
        ...{ collections: new Map(), afterCommit: [] },
      };
      await this.send(transaction, 'BEGIN');
      // TypeORM would open one of its own otherwise, where it thinks that it needs one.
      Object.assign(runner, { isTransactionActive: true });
      const result = await this.finish(transaction, work);
      for (const action of transaction.afterCommit) action();
      return result;
    } finally {
      await runner.release();
    }
  }

  /** Everything between BEGIN and the answer to COMMIT, or to ROLLBACK. */
  private async finish<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
    const { client, unanswered } = transaction;
    let result: T;
    try {
      result = await this.open.run(transaction, async () => {
        const done = await work();
        for (const { write } of transaction.collections.values()) await write();
        return done;
      });
    } catch (error) {
      // A connection that is gone cannot roll back; the first error is the one to tell.
      await client.query('ROLLBACK').catch((failure: unknown) => this.logger.warn(`rollback: ${String(failure)}`));
      throw (await firstFailureOf(unanswered)) ?? error;
    }
    rememberChange();
    await this.send(transaction, 'COMMIT');
    // After a statement that failed COMMIT rolls back, so that it may be sent before that is known.
    const failure = await firstFailureOf(unanswered);
    if (failure) throw failure;
    return result;
  }

  /** Sends a statement of the transaction without waiting for its answer, which comes at the end of the transaction. */
  private async send(
    { client, unanswered }: Pick<Transaction, 'client' | 'unanswered'>,
    statement: Sql,
    values: readonly unknown[] = [],
  ): Promise<void> {
    holdBack(client);
    const answer = client.query(this.queryOf(statement, values));
    unanswered.push(answer);
    // Looked at in the end; until then it must not count as an error that nobody handles.
    const answered = answer.catch(() => undefined);
    // The embedded engine takes one statement at a time.
    if (this.isEmbedded) await answered;
  }

  private execute<Row extends object>(statement: Sql, values: readonly unknown[]): Promise<pg.QueryResult<Row>> {
    const transaction = this.open.getStore();
    const query = this.queryOf(statement, values);
    if (transaction) return this.ask<Row>(transaction, query);
    if (!READS_ONLY.test(query.text)) rememberChange();
    return this.pool.query<Row>(query);
  }

  /** The embedded engine takes one statement at a time: of those that are asked at once each waits for the one before. */
  private ask<Row extends object>(transaction: Transaction, query: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    const { client } = transaction;
    if (!this.isEmbedded) return client.query<Row>(query);
    const answer = transaction.before.then(() => client.query<Row>(query));
    transaction.before = answer.catch(() => undefined);
    return answer;
  }

  /** All connections of the embedded engine share one session, where a name could be prepared only once; so do those of a pooler. */
  private queryOf(statement: Sql, values: readonly unknown[]): pg.QueryConfig {
    const { name, text } = typeof statement === 'string' ? { text: statement } : statement;
    return { ...(name && this.hasNames && { name }), text, values: [...values] };
  }

  /** The engine of this process, with one session and no other process beside it. */
  get isEmbedded(): boolean {
    return this.pool.options.max === 1;
  }

  private get hasNames(): boolean {
    return !this.isEmbedded && (this.pool.options as Partial<PoolSettings>).statementNames !== false;
  }

  private get pool(): pg.Pool {
    return (this.dataSource.driver as PostgresDriver).master as pg.Pool;
  }
}

const readingFrom = ({ runner, client }: LentSession): Transaction => ({
  ...{ runner, client, unanswered: [], before: Promise.resolve() },
  ...{ collections: new Map(), afterCommit: [], readsOnly: true },
});

/** From here on a request that fails does not know whether it has changed something. */
function rememberChange(): void {
  const request = requestContext.getStore();
  if (request && !request.onlyReads) request.mayHaveChanged = true;
}

/** Undefined when all went well. Of several the first: those after it failed because of it. */
async function firstFailureOf(answers: readonly Promise<unknown>[]): Promise<Error | undefined> {
  const failed = (await Promise.allSettled(answers)).find((answer) => answer.status === 'rejected');
  if (!failed) return undefined;
  return failed.reason instanceof Error ? failed.reason : new Error(String(failed.reason));
}

/** What is sent until the next turn of the event loop leaves in one packet: a write of its own costs as much as a statement. */
function holdBack(client: pg.PoolClient): void {
  const { stream } = (client as pg.PoolClient & pg.Client).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
