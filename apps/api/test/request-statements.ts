import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { requestContext } from '../src/platform/logging/request-context.js';

/** The texts that a request has sent to the database, in order, by its `x-request-id`; what runs beside it is left out. */
export class RequestStatements {
  private readonly sent: { requestId: string; text: string }[] = [];
  private readonly known = new WeakSet<pg.PoolClient>();

  constructor(dataSource: DataSource) {
    const pool = (dataSource.driver as PostgresDriver).master as pg.Pool;
    pool.on('acquire', (client) => this.listenTo(client));
  }

  of(requestId: string): string[] {
    return this.sent.filter((one) => one.requestId === requestId).map(({ text }) => text);
  }

  private listenTo(client: pg.PoolClient): void {
    if (this.known.has(client)) return;
    this.known.add(client);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const listening = (...given: unknown[]): unknown => {
      const requestId = requestContext.getStore()?.requestId;
      if (requestId !== undefined) this.sent.push({ requestId, text: textOf(given[0]) });
      return query(...given);
    };
    Object.assign(client, { query: listening });
  }
}

const textOf = (statement: unknown): string =>
  typeof statement === 'string' ? statement : (statement as { text: string }).text;
