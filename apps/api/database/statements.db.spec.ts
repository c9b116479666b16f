import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bigint, instant, integer, text, uuid } from '../src/platform/database/sql-types.js';
import { aliased, leftJoined } from '../src/platform/database/shapes.js';
import { composed, declaredStatements, type Statement } from '../src/platform/database/statement.js';
import { isOfHistory, unfitFor } from '../test/history-shapes.js';
import { createTestDatabase, type TestDatabase } from '../test/test-database.js';
import { describeOn } from './spec-support/described.js';
import { falseIn, type Nullability } from './spec-support/false-declarations.js';
import { jobs, users } from './tables.js';

const SOURCES = join(import.meta.dirname, '..', 'src');

const NULLABLE = `
  SELECT a.attrelid AS table, a.attnum AS column, a.attname AS name, c.relname AS of, c.relnamespace = 'public'::regnamespace AS ours
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v')
  WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT a.attnotnull
    -- No server says of a view what may be null; what ours gives is compared wherever a test reads it.
    AND (c.relkind <> 'v' OR c.relnamespace <> 'public'::regnamespace)`;

/** Whoever locks a row of these as if its key were to change makes every row wait that names it. */
const REFERENCED = `SELECT DISTINCT confrelid::regclass::text AS name FROM pg_constraint WHERE contype = 'f'`;

const FUNCTIONS = `SELECT prosrc AS text FROM pg_proc WHERE pronamespace = 'public'::regnamespace`;

interface NullableColumn {
  table: number;
  column: number;
  name: string;
  /** Name of the table. */
  of: string;
  ours: boolean;
}

let database: TestDatabase;
let client: pg.Client;
let schema: Nullability;

/** How many statements the sources declare: none must be missing here because its module was not loaded. */
let written = 0;

beforeAll(async () => {
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })) {
    if (!/(?<!\.spec)\.ts$/.test(file)) continue;
    const source = readFileSync(join(SOURCES, file), 'utf8');
    written += source.match(/= statement\(/g)?.length ?? 0;
    if (/\b(statement|question)\(/.test(source)) await import(join(SOURCES, file));
  }
  database = await createTestDatabase();
  client = new pg.Client({ ...database });
  await client.connect();
  schema = await readNullability();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function readNullability(): Promise<Nullability> {
  const types = await client.query<{ oid: number; name: string }>(
    `SELECT oid, format_type(oid, NULL) AS name FROM pg_type`,
  );
  const columns = await client.query<NullableColumn>(NULLABLE);
  return {
    typeNames: new Map(types.rows.map(({ oid, name }) => [oid, name])),
    nullable: new Set(columns.rows.map(({ table, column }) => `${table}.${column}`)),
    nullableNames: tablesByColumn(columns.rows.filter(({ ours }) => ours)),
  };
}

function tablesByColumn(columns: readonly NullableColumn[]): Map<string, string[]> {
  const tables = new Map<string, string[]>();
  for (const { name, of } of columns) tables.set(name, [...(tables.get(name) ?? []), of]);
  return tables;
}

/** What is wrong with a declaration, the server's refusal of its text included. */
async function faultsOf(statement: Statement): Promise<string[]> {
  try {
    return falseIn(statement, await describeOn(client, statement.text), schema);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const check = (statement: unknown): Promise<string[]> => faultsOf(statement as Statement);

describe('every declared statement', () => {
  it('takes and gives what it says', async () => {
    const statements = declaredStatements();
    expect(written).toBeGreaterThan(0);
    // Some are made by a function, once for each of several rules or ways.
    expect(statements.length).toBeGreaterThanOrEqual(written);
    const faults: Record<string, string[]> = {};
    for (const statement of statements) {
      const found = await faultsOf(statement);
      if (found.length > 0) faults[statement.name ?? statement.text] = found;
    }
    expect(faults).toEqual({});
  });

  it('and every trigger locks no row that others name against being named', async () => {
    const { rows } = await client.query<{ name: string }>(REFERENCED);
    const tables = rows.map(({ name }) => name);
    expect(tables).toEqual(expect.arrayContaining(['jobs', 'payments', 'users']));
    const functions = await client.query<{ text: string }>(FUNCTIONS);
    const locking = [...declaredStatements(), ...functions.rows].filter(({ text }) => /\bFOR UPDATE\b/.test(text));
    const ofReferenced = new RegExp(`\\b(FROM|JOIN)\\s+(${tables.join('|')})\\b`);
    expect(locking.map(({ text }) => text).filter((text) => ofReferenced.test(text))).toEqual([]);
  });
});

describe('a statement of the location history', () => {
  it('fits one that is distributed, but for those that say that they are never sent there', () => {
    const ofHistory = declaredStatements().filter(({ text }) => isOfHistory(text));
    const [ofMany, others] = [true, false].map((is) => ofHistory.filter(({ isOfManyGuards }) => isOfManyGuards === is));
    expect(others?.flatMap(({ text }) => unfitFor(text).map((fault) => `${fault}: ${text}`))).toEqual([]);
    expect(others?.length).toBeGreaterThan(5);
    expect(ofMany?.filter(({ text }) => unfitFor(text).length === 0)).toEqual([]);
    expect(declaredStatements().filter((one) => one.isOfManyGuards && !isOfHistory(one.text))).toEqual([]);
  });
});

describe('a declaration is refused', () => {
  const byId = `FROM jobs j LEFT JOIN users g ON g.id = j.guard_id WHERE j.id = $1`;
  const declare = (gives: Parameters<typeof composed>[0]['gives'], from = byId): unknown =>
    composed({ takes: [jobs.id], gives: gives ?? {}, text: (row) => `SELECT ${row} ${from}` });
  const j = aliased(jobs, 'j');

  it('that is true only when all of it is', async () => {
    const g = leftJoined(users, 'g');
    expect(await check(declare({ id: j.id, guardId: j.guardId, guard: g.firstName }))).toEqual([]);
    expect(await check(declare({ jobs: bigint('count(*)'), last: instant.orNull('max(j.start_time)') }))).toEqual([]);
  });

  it('for a column that is not there', async () => {
    expect(await check(declare({ id: uuid('j.idd') }))).toEqual(['column j.idd does not exist']);
  });

  it('for a wrong type', async () => {
    expect(await check(declare({ id: text('j.id') }))).toEqual(['id is uuid, not text']);
    expect(await check(declare({ jobs: integer('count(*)') }))).toEqual(['jobs is bigint, not integer']);
  });

  it('for a forgotten null', async () => {
    const { firstName } = aliased(users, 'g');
    expect(await check(declare({ name: firstName }))).toEqual(['name may be null: g.first_name']);
    expect(await check(declare({ id: uuid('j.guard_id') }))).toEqual(['id may be null: j.guard_id']);
    expect(await check(declare({ at: instant('max(j.start_time)') }))).toEqual(['at may be null: max(j.start_time)']);
    expect(await check(declare({ n: integer('j.worked_minutes * 2') }))).toEqual([
      'n may be null: j.worked_minutes * 2',
    ]);
  });

  it('for a list that is not the one of the text', async () => {
    const other = composed({
      takes: [jobs.id],
      gives: { id: jobs.id },
      text: `SELECT id, title FROM jobs WHERE id = $1`,
    });
    expect(await check(other)).toEqual(['gives id, title, not id']);
  });

  it('for parameters that are fewer or others', async () => {
    const text = `UPDATE jobs SET matched_at = $2 WHERE id = $1`;
    expect(await check(composed({ takes: [jobs.id], text }))).toEqual(['takes 2 parameters, not 1']);
    expect(await check(composed({ takes: [jobs.matchedAt, jobs.id], text }))).toEqual([
      '$1 is uuid, not timestamp with time zone',
      '$2 is timestamp with time zone, not uuid',
    ]);
  });
});
