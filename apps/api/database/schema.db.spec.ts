import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatalogue, readEnumerations } from '../src/commands/db/schema/catalogue.js';
import { describeSchema } from '../src/commands/db/schema/document.js';
import { dumpSchemaSql } from '../src/commands/db/schema/schema-sql.js';
import { describeTables } from '../src/commands/db/schema/tables-source.js';
import { openTestDataSource, type TestDataSource } from './spec-support/test-data-source.js';

/** Balances of the whole market outgrow 32 bits at 21 million dollars. */
const BOOKS = `'carried_balances', 'reconciliations'`;

/** Tables of ours without the parts of a partitioned one; `migrations` is TypeORM's. */
const OURS = `
  SELECT oid, relname FROM pg_class c
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'migrations'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
/** In the text of a statement: whose rows it changes. */
const CHANGES =
  /\bUPDATE ([a-z_]+)\b|\bINSERT INTO ([a-z_]+)(?:(?!INSERT INTO)[^`])*?\bON CONFLICT [^`]*?\bDO UPDATE\b/g;
/** Rows of the machinery that are written several times in the seconds they live, each with the moments that say more. */
const WITHOUT_UPDATED_AT: Readonly<Record<string, string>> = {
  queued_events: 'available_at and failed_at',
  queue_workers: 'alive_until',
  scheduled_runs: 'started_at and finished_at',
};

let test: TestDataSource;

beforeAll(async () => {
  test = await openTestDataSource();
});
afterAll(() => test.close());

/** The first column of the answer. */
async function names(sql: string): Promise<string[]> {
  return (await test.dataSource.query<{ name: string }[]>(sql)).map(({ name }) => name);
}

describe('every table', () => {
  it('has for each foreign key an index that begins with its columns', async () => {
    // A partial index serves only when it leaves out nothing but the rows that point nowhere.
    const uncovered = await names(`
      SELECT k.conname AS name FROM pg_constraint k
      WHERE k.contype = 'f' AND k.conrelid IN (SELECT oid FROM (${OURS}) ours)
        AND NOT EXISTS (
          SELECT FROM pg_index x
          WHERE x.indrelid = k.conrelid
            AND x.indkey::text || ' ' LIKE array_to_string(k.conkey, ' ') || ' %'
            AND (x.indpred IS NULL OR pg_get_expr(x.indpred, x.indrelid) = format('(%I IS NOT NULL)',
                 (SELECT attname FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = k.conkey[1]))))`);
    expect(uncovered).toEqual([]);
  });

  it('has updated_at where the application changes rows', async () => {
    const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const changed = new Set<string>();
    for (const file of sources.filter((one) => !one.endsWith('.spec.ts')))
      for (const statement of readFileSync(join(SOURCES, file), 'utf8').matchAll(CHANGES))
        changed.add(statement[1] ?? statement[2] ?? '');
    const tables = new Set(await names(`SELECT relname AS name FROM (${OURS}) ours`));
    const having = new Set(
      await names(`SELECT relname AS name FROM (${OURS}) ours JOIN pg_attribute a ON a.attrelid = ours.oid
                   WHERE a.attname = 'updated_at'`),
    );
    const without = [...changed].filter((table) => tables.has(table) && !having.has(table)).toSorted();
    expect(without).toEqual(Object.keys(WITHOUT_UPDATED_AT).toSorted());
    expect(having.size).toBeGreaterThan(30);
  });

  it('with updated_at has the one trigger that writes it', async () => {
    const withoutTrigger = await names(`
      SELECT relname AS name FROM (${OURS}) ours
      JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attname = 'updated_at'
      WHERE NOT EXISTS (SELECT FROM pg_trigger g
                        WHERE g.tgrelid = ours.oid AND g.tgfoid = 'touch_updated_at'::regproc AND g.tgenabled = 'O')`);
    expect(withoutTrigger).toEqual([]);
  });

  it('keeps every instant with its zone, every amount as whole cents and every position as geography', async () => {
    const wrong = await names(`
      SELECT format('%s.%s %s', relname, attname, type) AS name
      FROM (SELECT relname, attname, format_type(atttypid, atttypmod) AS type FROM (${OURS}) ours
            JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attnum > 0 AND NOT a.attisdropped) columns
      WHERE attname LIKE '%\\_at' AND type <> 'timestamp with time zone'
         OR attname LIKE '%\\_cents' AND type <> 'integer' AND NOT (type = 'bigint' AND relname IN (${BOOKS}))
         OR type LIKE 'geometry%' OR type LIKE 'geography%' AND type <> 'geography(Point,4326)'
         OR type IN ('timestamp without time zone', 'money', 'json')`);
    expect(wrong).toEqual([]);
  });

  it('searches positions by GiST and skills by GIN', async () => {
    const definitions = await names(`SELECT pg_get_indexdef(indexrelid) AS name FROM pg_index
                                     WHERE indrelid IN (SELECT oid FROM (${OURS}) ours)`);
    const searched = [
      /guard_profiles USING gist \(current_location/,
      /guard_profiles USING gist \(base_location/,
      /jobs USING gist \(location_coordinates/,
      /guard_profiles USING gin \(skills/,
      /jobs USING gin \(required_skills/,
      /jobs USING btree \(status, start_time\)/,
      /location_history USING btree \(guard_id, job_id, recorded_at\)/,
    ];
    for (const pattern of searched) expect(definitions.filter((text) => pattern.test(text))).toHaveLength(1);
  });
});

describe('the documents', () => {
  const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

  it('describe every table and rule (docs/schema.md; npm run db -- dump writes it anew)', async () => {
    expect(describeSchema(await readCatalogue(test.dataSource))).toBe(read('../../../docs/schema.md'));
  });

  it('hold the columns that statements are typed by (tables.ts; npm run db -- dump writes it anew)', async () => {
    const source = describeTables(await readCatalogue(test.dataSource), await readEnumerations(test.dataSource));
    expect(source).toBe(read('tables.ts'));
  });

  it('hold the SQL of the migrations (schema.sql; npm run db -- dump writes it anew)', async (context) => {
    const { engine, host, port, user, password, database } = test.database;
    if (engine === 'embedded') {
      expect(existsSync(fileURLToPath(new URL('schema.sql', import.meta.url)))).toBe(true);
      console.info('schema.db.spec.ts: pg_dump needs a server; schema.sql is compared in the project postgres');
      return;
    }
    if (spawnSync('pg_dump', ['--version']).error) {
      console.info('schema.db.spec.ts: schema.sql is not compared, because pg_dump is not installed');
      return context.skip();
    }
    const url = new URL(`postgres://${host}:${port}/${database}`);
    [url.username, url.password] = [user, password ?? ''];
    expect(await dumpSchemaSql(url.href)).toBe(read('schema.sql'));
  });
});
