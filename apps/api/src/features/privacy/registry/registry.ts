import { BUSINESS } from './business.js';
import { MACHINE } from './machine.js';
import { MESSAGES } from './messages.js';
import { PEOPLE } from './people.js';
import type { ColumnEntry, Registry, TableEntry } from './registry.types.js';

/**
 * Every column of every table: what it is, why it is kept, for how long, and what erasure makes of it. Export and erasure are
 * made from it, so that neither can forget what it knows; a test holds it against the database.
 */
export const PERSONAL_DATA: Registry = { ...PEOPLE, ...BUSINESS, ...MESSAGES, ...MACHINE };

/** Kept by their libraries and known to hold nothing of people. */
export const FOREIGN_TABLES: Readonly<Record<string, string>> = {
  migrations: 'names of the migrations that were applied',
  spatial_ref_sys: "PostGIS's list of reference systems",
};

export function describeRegistry(): string {
  const sections = Object.entries(PERSONAL_DATA).map(([name, table]) => describeTable(name, table));
  return [INTRODUCTION, ...sections].join('\n\n') + '\n';
}

const INTRODUCTION = `# Personal data

Written from the registry (apps/api/src/features/privacy/registry) by \`npm run privacy -- document\`. Do not edit: a test compares it, and another fails on a column of the database that is not in it. Export and erasure are made from the same registry.

Classes: none, contact, identity, location, financial, secret. "Erased" says what is left thirty days after a request: the row goes, the column becomes what is named, or (-) it stays because it says nothing of a person any more.

Beside these tables stand ${Object.entries(FOREIGN_TABLES)
  .map(([table, what]) => `\`${table}\` (${what})`)
  .join(
    ' and ',
  )}. Backups hold what the database held: the operator deletes them after thirty days (docs/security.md).`;

function describeTable(name: string, table: TableEntry): string {
  const rows = Object.entries(table.columns).map(
    ([column, entry]) =>
      `| \`${column}\` | ${entry.class}${entry.isDerived ? ' (derived)' : ''} | ${entry.purpose} | ${describeErasure(table, entry)} |`,
  );
  return [
    `## ${name}`,
    '',
    table.meaning,
    '',
    `Kept: ${table.retention} Erasure: ${describeRows(table)}.`,
    '',
    '| column | class | purpose | erased |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const describeRows = (table: TableEntry): string => {
  if (table.owner === undefined) return 'no row is about a person';
  return table.rows === 'deleted' ? "the person's rows are deleted" : 'rows stay, columns as below';
};

function describeErasure(table: TableEntry, entry: ColumnEntry): string {
  if (table.owner === undefined) return '-';
  if (table.rows === 'deleted') return 'row deleted';
  return entry.erased === undefined ? '-' : `\`${entry.erased.replaceAll('|', '\\|')}\``;
}
