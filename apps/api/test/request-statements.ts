import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { declaredStatements } from '../src/platform/database/statement.js';
import { requestContext } from '../src/platform/logging/request-context.js';

/** A statement as it went to the database. */
export interface Sent {
  /** Null for what no request has asked for. */
  requestId: string | null;
  /** Of one that is declared with a name, whether or not it is prepared under it (not on the embedded engine). */
  name: string | undefined;
  text: string;
  values: unknown[];
}

/** What the application sends to the database, in order: of a request, by its `x-request-id`, or of what runs beside them. */
export class RequestStatements {
  private readonly sent: Sent[] = [];
  private readonly known = new WeakSet<pg.PoolClient>();

  constructor(dataSource: DataSource) {
    poolOf(dataSource).on('acquire', (client) => this.listenTo(client));
  }

  of(requestId: string): string[] {
    return this.sentBy(requestId).map(({ text }) => text);
  }

  sentBy(requestId: string): Sent[] {
    return this.sent.filter((one) => one.requestId === requestId);
  }

  named(name: string): Sent[] {
    return this.sent.filter((one) => one.name === name);
  }

  private listenTo(client: pg.PoolClient): void {
    if (this.known.has(client)) return;
    this.known.add(client);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const listening = (...given: unknown[]): unknown => {
      const requestId = requestContext.getStore()?.requestId ?? null;
      this.sent.push({ requestId, ...asked(given) });
      return query(...given);
    };
    Object.assign(client, { query: listening });
  }
}

const poolOf = (dataSource: DataSource): pg.Pool => (dataSource.driver as PostgresDriver).master as pg.Pool;

function asked([statement, given]: unknown[]): Omit<Sent, 'requestId'> {
  const values = Array.isArray(given) ? (given as unknown[]) : [];
  if (typeof statement === 'string') return { name: nameOf(statement), text: statement, values };
  const { name, text, values: own = values } = statement as { name?: string; text: string; values?: unknown[] };
  return { name: name ?? nameOf(text), text, values: own };
}

const nameOf = (text: string): string | undefined =>
  declaredStatements().find((declared) => declared.text === text)?.name;

/** A node of a plan, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) tells of it. */
export interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Heap Fetches'?: number;
  'Actual Rows': number;
  'Actual Loops': number;
  /** A loop, each. */
  'Rows Removed by Filter'?: number;
  'Rows Removed by Join Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

export const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** Pages of tables and indexes that were looked at, by functions too. */
export const pagesOf = (plan: Plan): number => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];

/** The plan of a statement that is asked again, in a transaction of its own: what it changes is taken back. */
export async function planOf(dataSource: DataSource, { text, values }: Pick<Sent, 'text' | 'values'>): Promise<Plan> {
  const client = await poolOf(dataSource).connect();
  try {
    await client.query('BEGIN');
    const query = { text: `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${text}`, values };
    // What a connection learns of tables and functions at its first look at them counts as pages too.
    await client.query(query);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(query);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (!plan) throw new Error('EXPLAIN gives one row');
    return plan;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** Neither a setting nor a change, which asked once more would be another one. */
export const isReading = ({ text }: Pick<Sent, 'text'>): boolean =>
  /^\s*(\(|SELECT|WITH)/i.test(text) && !/\b(INSERT INTO|UPDATE \w+ (\w+ )?SET|DELETE FROM)\b/i.test(text);
