import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENTITIES } from './entities.js';
import { openTestDataSource, type TestDataSource } from './spec-support/test-data-source.js';

interface GeneratedColumn {
  table: string;
  column: string;
  expression: string;
}

interface DefaultedColumn {
  table: string;
  column: string;
  value: string;
}

const GENERATED = `
  SELECT c.relname AS "table", a.attname AS column, pg_get_expr(d.adbin, d.adrelid) AS expression
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = 'public'::regnamespace
  JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE a.attgenerated = 's' AND NOT c.relispartition`;

const DEFAULTS = `
  SELECT c.relname AS "table", a.attname AS column, pg_get_expr(d.adbin, d.adrelid) AS value
  FROM pg_attrdef d
  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  JOIN pg_class c ON c.oid = d.adrelid AND c.relnamespace = 'public'::regnamespace`;

/** Where TypeORM looks for the expressions of generated columns. It is made here alone: TypeORM would add rows to it by itself. */
const METADATA_TABLE = `
  CREATE TABLE typeorm_metadata
    (type varchar NOT NULL, database varchar, schema varchar, "table" varchar, name varchar, value text)`;

let test: TestDataSource;

beforeAll(async () => {
  test = await openTestDataSource(2, ENTITIES);
});
afterAll(() => test.close());

const columnOf = (table: string, name: string): ColumnMetadata | undefined =>
  test.dataSource.entityMetadatas
    .find((metadata) => metadata.tableName === table)
    ?.columns.find((column) => column.databaseName === name);

it('map every column that the database generates, and write none of them', async () => {
  const mapped = test.dataSource.entityMetadatas.map(({ tableName }) => tableName);
  const all = await test.dataSource.query<GeneratedColumn[]>(GENERATED);
  const generated = all.filter(({ table }) => mapped.includes(table));
  expect(generated.length).toBeGreaterThan(0);
  for (const { table, column } of generated) {
    const { isInsert, isUpdate } = columnOf(table, column) ?? {};
    expect({ table, column, isInsert, isUpdate }).toEqual({ table, column, isInsert: false, isUpdate: false });
  }
});

/**
 * Checks, indexes and foreign keys are declared once, in the migrations: TypeORM would drop them, and is not asked. What is
 * compared is each column with its type, length, default, enum and nullability.
 */
it('differ in no column from what the migrations make', async () => {
  await test.dataSource.query(METADATA_TABLE);
  try {
    await declareGeneratedColumns();
    const { upQueries } = await test.dataSource.driver.createSchemaBuilder().log();
    const defaults = await existingDefaults();
    const changes = upQueries.map(({ query }) => query).filter((query) => isColumnChange(query, defaults));
    expect(changes).toEqual([]);
  } finally {
    await test.dataSource.query(`DROP TABLE typeorm_metadata`);
  }
});

it('are compared by something that sees a difference', async () => {
  const email = columnOf('users', 'email');
  if (!email) throw new Error('users.email is not mapped');
  email.isNullable = true;
  await test.dataSource.query(METADATA_TABLE);
  try {
    await declareGeneratedColumns();
    const { upQueries } = await test.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toContain('ALTER TABLE "users" ALTER COLUMN "email" DROP NOT NULL');
  } finally {
    email.isNullable = false;
    await test.dataSource.query(`DROP TABLE typeorm_metadata`);
  }
});

/** To the entity and to TypeORM's table alike: that they are generated is tested above. */
async function declareGeneratedColumns(): Promise<void> {
  for (const { table, column, expression } of await test.dataSource.query<GeneratedColumn[]>(GENERATED)) {
    const metadata = columnOf(table, column);
    if (metadata) Object.assign(metadata, { generatedType: 'STORED', asExpression: expression });
    await test.dataSource.query(
      `INSERT INTO typeorm_metadata VALUES ('GENERATED_COLUMN', current_database(), 'public', $1, $2, $3)`,
      [table, column, expression],
    );
  }
}

async function existingDefaults(): Promise<Set<string>> {
  const columns = await test.dataSource.query<DefaultedColumn[]>(DEFAULTS);
  return new Set(
    columns.flatMap(({ table, column, value }) => {
      const alter = `ALTER TABLE "${table}" ALTER COLUMN "${column}"`;
      return [`${alter} DROP DEFAULT`, `${alter} SET DEFAULT ${value}`];
    }),
  );
}

/** TypeORM takes the default of a key away and sets the very same again: that is no change. */
function isColumnChange(query: string, defaults: ReadonlySet<string>): boolean {
  const isOfAnotherKind = /^DROP INDEX|^ALTER TABLE "\w+" DROP CONSTRAINT/.test(query);
  return !isOfAnotherKind && !defaults.has(query);
}
