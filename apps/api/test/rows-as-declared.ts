import type { Expression } from '../src/platform/database/sql-types.js';
import { Database } from '../src/platform/database/database.js';
import type { Statement } from '../src/platform/database/statement.js';

/**
 * Wherever a test reads rows, each is compared with what its statement declares. This sees what no server tells beforehand:
 * whether an expression is null after all, and statements whose text is put together when they are run.
 */
const original = Object.getOwnPropertyDescriptor(Database.prototype, 'rows')?.value as Database['rows'];

/** Files that share a worker share the class: it is wrapped once. */
if (original.name !== rowsCompared.name)
  Object.defineProperty(Database.prototype, 'rows', { configurable: true, writable: true, value: rowsCompared });

async function rowsCompared(
  this: Database,
  statement: Statement<readonly unknown[]>,
  values?: readonly unknown[],
): Promise<object[]> {
  const rows = await original.call(this, statement, values);
  for (const row of rows) refuseOther(statement, new Map<string, unknown>(Object.entries(row)));
  return rows;
}

function refuseOther(
  { name, text, gives }: Pick<Statement, 'name' | 'text' | 'gives'>,
  row: ReadonlyMap<string, unknown>,
): void {
  const declared = Object.entries(gives);
  const other = declared.filter(([key, expression]) => !isOfType(row.get(key), expression)).map(([key]) => key);
  const surplus = [...row.keys()].filter((key) => !(key in gives));
  if (other.length + surplus.length > 0)
    throw new Error(`${name ?? text}: a row is not as declared: ${[...other, ...surplus].join(', ')}`);
}

const NUMBERS = ['integer', 'bigint', 'numeric', 'real', 'double precision'];

function isOfType(value: unknown, { type: { sqlName, isNullable } }: Expression<unknown>): boolean {
  if (value === null) return isNullable || sqlName.startsWith('json');
  if (sqlName.endsWith('[]')) return Array.isArray(value);
  if (sqlName === 'timestamp with time zone') return value instanceof Date;
  if (sqlName === 'bytea') return Buffer.isBuffer(value);
  if (sqlName === 'boolean') return typeof value === 'boolean';
  if (sqlName.startsWith('json')) return value !== undefined;
  return typeof value === (NUMBERS.includes(sqlName) ? 'number' : 'string');
}
