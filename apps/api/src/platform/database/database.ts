import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type pg from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { isWorthRepeating } from './database-refusal.js';

interface Transaction {
  runner: QueryRunner;
  client: pg.PoolClient;
  afterCommit: (() => void)[];
}

/** A statement that is planned once a connection. The name must belong to this text alone. */
export interface PreparedStatement {
  name: string;
  text: string;
}

const MAX_ATTEMPTS = 5;
const MAX_JITTER_MS = 50;

/**
 * The way to the database. A transaction follows the call (AsyncLocalStorage): whatever a service calls inside
 * `transaction` uses its connection, so that nothing slips out of it by mistake.
 */
@Injectable()
export class Database {
  private readonly open = new AsyncLocalStorage<Transaction>();
  private readonly logger = new Logger('database');

  constructor(private readonly dataSource: DataSource) {}

  /** Rows of one statement; parameters are `$1`, `$2`, ... */
  async query<Row extends object>(
    statement: string | PreparedStatement,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await this.execute<Row>(statement, values)).rows;
  }

  /** How many rows a writing statement touched. */
  async run(statement: string | PreparedStatement, values: readonly unknown[] = []): Promise<number> {
    return (await this.execute(statement, values)).rowCount ?? 0;
  }

  /** For TypeORM's plain reads and writes, inside the open transaction if there is one. */
  get manager(): EntityManager {
    return this.open.getStore()?.runner.manager ?? this.dataSource.manager;
  }

  /** True inside `transaction`: an HTTP call must not be made then. */
  get inTransaction(): boolean {
    return this.open.getStore() !== undefined;
  }

  /**
   * Runs `work` in one transaction (read committed); inside an open one, joins it. Serialization failures and dead-locks
   * run the whole of `work` again, so it must do nothing that cannot be repeated: no HTTP call.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
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

  private async runOnce<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.PoolClient;
      const transaction: Transaction = { runner, client, afterCommit: [] };
      await runner.startTransaction();
      let result: T;
      try {
        result = await this.open.run(transaction, work);
        await runner.commitTransaction();
      } catch (error) {
        // A connection that is gone cannot roll back; the first error is the one to tell.
        await runner
          .rollbackTransaction()
          .catch((failure: unknown) => this.logger.warn(`rollback: ${String(failure)}`));
        throw error;
      }
      for (const action of transaction.afterCommit) action();
      return result;
    } finally {
      await runner.release();
    }
  }

  private execute<Row extends object>(
    statement: string | PreparedStatement,
    values: readonly unknown[],
  ): Promise<pg.QueryResult<Row>> {
    const target = this.open.getStore()?.client ?? this.pool;
    const query = typeof statement === 'string' ? { text: statement } : this.prepared(statement);
    return target.query<Row>({ ...query, values: [...values] });
  }

  /** All connections of the embedded engine share one session, where a name could be prepared only once. */
  private prepared(statement: PreparedStatement): { name?: string; text: string } {
    return this.isEmbedded ? { text: statement.text } : statement;
  }

  private get isEmbedded(): boolean {
    return this.pool.options.max === 1;
  }

  private get pool(): pg.Pool {
    return (this.dataSource.driver as PostgresDriver).master as pg.Pool;
  }
}
