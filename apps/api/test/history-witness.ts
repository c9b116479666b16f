import { Database } from '../src/platform/database/database.js';
import { unfitFor, writtenBy } from './history-shapes.js';

/**
 * Every statement that the application sends is looked at: whether a distributed history takes it, and whether it comes in a
 * transaction with rows of other tables. Kept until a file has ended, since a failure of what runs in the background is only logged.
 */
const faults = new Set<string>();

/** What was wrong since the last time. */
export function faultsSeen(): string[] {
  const seen = [...faults];
  faults.clear();
  return seen;
}

type QueryOf = (this: Database, statement: string | { text: string }, values: readonly unknown[]) => unknown;
const original = Object.getOwnPropertyDescriptor(Database.prototype, 'queryOf')?.value as QueryOf;

/** From here on. Files that share a worker share the class: it is wrapped once. */
export function lookAtStatements(): void {
  if (Object.getOwnPropertyDescriptor(Database.prototype, 'queryOf')?.value === original)
    Object.defineProperty(Database.prototype, 'queryOf', { configurable: true, writable: true, value: queryLookedAt });
}

function queryLookedAt(this: Database, statement: string | { text: string }, values: readonly unknown[]): unknown {
  const text = typeof statement === 'string' ? statement : statement.text;
  for (const fault of unfitFor(text)) faults.add(`${fault}: ${text}`);
  lookAtTransaction(this, text);
  return original.call(this, statement, values);
}

const written = new WeakMap<object, Set<string>>();

function lookAtTransaction(database: Database, text: string): void {
  const transaction = (Reflect.get(database, 'open') as { getStore(): object | undefined }).getStore();
  if (!transaction) return;
  const tables = written.get(transaction) ?? new Set<string>();
  written.set(transaction, tables);
  for (const table of writtenBy(text)) tables.add(table);
  if (tables.has('location_history') && tables.size > 1)
    faults.add(`one transaction writes to ${[...tables].join(', ')}: ${text}`);
}
