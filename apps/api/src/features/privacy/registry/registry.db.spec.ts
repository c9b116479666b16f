import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDataSource, type TestDataSource } from '../../../../database/spec-support/test-data-source.js';
import { repositoryRoot } from '../../../commands/db/dump.js';
import { ENCRYPTED_COLUMNS } from '../../../platform/crypto/encrypted-columns.js';
import { describeRegistry, FOREIGN_TABLES, PERSONAL_DATA } from './registry.js';

let test: TestDataSource;

beforeAll(async () => {
  test = await openTestDataSource();
});
afterAll(() => test.close());

interface Column {
  table: string;
  column: string;
  type: string;
}

const columnsOfDatabase = (): Promise<Column[]> =>
  test.dataSource.query<Column[]>(
    `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     ORDER BY 1, 2`,
  );

const named = (columns: { table: string; column: string }[]): string[] =>
  columns
    .map(({ table, column }) => `${table}.${column}`)
    .filter((name) => !((name.split('.')[0] as string) in FOREIGN_TABLES))
    .sort();

describe('the registry of personal data', () => {
  it('classifies every column of every table, and none that is not there', async () => {
    const registered = Object.entries(PERSONAL_DATA).flatMap(([table, { columns }]) =>
      Object.keys(columns).map((column) => ({ table, column })),
    );
    expect(named(registered)).toEqual(named(await columnsOfDatabase()));
  });

  it('calls every position of a person or a site a location', async () => {
    const positions = (await columnsOfDatabase()).filter(({ type }) => type.startsWith('geography'));
    expect(positions.length).toBeGreaterThan(5);
    for (const { table, column } of positions)
      expect(PERSONAL_DATA[table]?.columns[column]?.class, `${table}.${column}`).toBe('location');
  });

  it('calls what is computed from a position a location, derived', () => {
    const inOtherWords = Object.entries(PERSONAL_DATA).flatMap(([table, { columns }]) =>
      Object.entries(columns)
        .filter(([column]) => /distance|travel|score|components|ranking/.test(column))
        .map(([column, entry]) => ({ of: `${table}.${column}`, entry })),
    );
    expect(inOtherWords.length).toBeGreaterThan(4);
    for (const { of, entry } of inOtherWords) expect(entry, of).toMatchObject({ class: 'location', isDerived: true });
  });

  it('lets no secret and no ciphertext out as it is', () => {
    for (const [table, { columns }] of Object.entries(PERSONAL_DATA))
      for (const [column, entry] of Object.entries(columns))
        if (entry.class === 'secret') expect(entry.export, `${table}.${column}`).not.toBe('plain');
    for (const { table, column } of ENCRYPTED_COLUMNS)
      expect(PERSONAL_DATA[table]?.columns[column]?.export, `${table}.${column}`).not.toBe('plain');
  });

  it('finds the rows of a person by key: no look at everybody is needed for an export or an erasure', async () => {
    const looks: string[] = [];
    await test.dataSource.transaction(async (manager) => {
      // What then still looks at all rows has no index to go by.
      await manager.query(`SET LOCAL enable_seqscan = off`);
      for (const [table, { owner, party }] of Object.entries(PERSONAL_DATA))
        for (const scope of [owner, party === undefined ? undefined : `${owner} OR ${party}`]) {
          if (scope === undefined) continue;
          const id = `'00000000-0000-4000-8000-000000000001'::uuid`;
          const plan = await manager.query<{ 'QUERY PLAN': string }[]>(
            `EXPLAIN SELECT 1 FROM ${table} WHERE ${scope.replaceAll('$1', id)}`,
          );
          for (const line of plan.map((row) => row['QUERY PLAN']))
            if (line.includes('Seq Scan')) looks.push(`${table}: ${line.trim()}`);
        }
    });
    expect(looks).toEqual([]);
  });

  it('is what docs/privacy.md says', () => {
    expect(readFileSync(join(repositoryRoot(), 'docs', 'privacy.md'), 'utf8')).toBe(describeRegistry());
  });
});
