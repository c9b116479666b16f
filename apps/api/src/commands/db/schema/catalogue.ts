import type { DataSource } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { boolean, identifier, oneOf, type RowOf, text, texts } from '../../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';

/** Tables of ours: none of an extension or of TypeORM, and a partitioned table without its parts. */
const OUR_TABLES = `
  SELECT c.oid, c.relname AS name FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname NOT IN ('migrations', 'typeorm_metadata')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

/** `isUnique`: alone, over all rows. `references`: the table it points to. */
const COLUMN = {
  name: text('a.attname::text'),
  type: text('format_type(a.atttypid, a.atttypmod)'),
  isNullable: boolean('NOT a.attnotnull'),
  isGenerated: boolean(`a.attgenerated <> ''`),
  isPrimary: boolean(`EXISTS (SELECT FROM pg_constraint k
                              WHERE k.conrelid = t.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey))`),
  isUnique: boolean(`EXISTS (SELECT FROM pg_constraint k
                             WHERE k.conrelid = t.oid AND k.contype IN ('p', 'u') AND k.conkey = ARRAY[a.attnum])`),
  references: text.orNull(`(SELECT k.confrelid::regclass::text FROM pg_constraint k
                            WHERE k.conrelid = t.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum])`),
};
export type CatalogueColumn = RowOf<typeof COLUMN>;

const COLUMNS = statement({
  gives: { table: identifier('t.name'), ...COLUMN },
  text: (row) => `
    SELECT ${row} FROM (${OUR_TABLES}) t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY t.name, a.attnum`,
});

const kind = oneOf('text', ['primary key', 'unique', 'foreign key', 'check', 'exclusion', 'index', 'trigger']);

const CONSTRAINTS = statement({
  gives: {
    table: identifier('t.name'),
    name: text('k.conname::text'),
    kind: kind(`CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                               WHEN 'c' THEN 'check' ELSE 'exclusion' END`),
    definition: text('pg_get_constraintdef(k.oid)'),
  },
  text: (row) => `
    SELECT ${row} FROM (${OUR_TABLES}) t
    JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')
    ORDER BY t.name, position(k.contype IN 'pufcx'), k.conname`,
});

const INDEXES = statement({
  gives: {
    table: identifier('t.name'),
    name: text('i.relname::text'),
    kind: kind(`'index'::text`),
    definition: text(`CASE WHEN x.indisunique THEN 'UNIQUE ' ELSE '' END
                      || regexp_replace(pg_get_indexdef(i.oid), '^CREATE.* USING ', '')`),
  },
  text: (row) => `
    SELECT ${row} FROM (${OUR_TABLES}) t
    JOIN pg_index x ON x.indrelid = t.oid
    JOIN pg_class i ON i.oid = x.indexrelid
    WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
    ORDER BY t.name, i.relname`,
});

/** One row for each rule that the trigger's function raises under a name, or for the trigger when it only writes. */
const TRIGGERS = statement({
  gives: {
    table: identifier('t.name'),
    name: text('COALESCE(raised.name[1], g.tgname)'),
    kind: kind(`'trigger'::text`),
    definition: text(`p.proname || '()'`),
  },
  text: (row) => `
    SELECT DISTINCT ${row} FROM (${OUR_TABLES}) t
    JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
    JOIN pg_proc p ON p.oid = g.tgfoid
    LEFT JOIN LATERAL regexp_matches(p.prosrc, 'CONSTRAINT = ''(\\w+)''', 'g') AS raised(name) ON true
    ORDER BY 1, 2`,
});

/** A constraint, an index that is none, or what a trigger refuses. */
export type CatalogueRule = Omit<RowFrom<typeof CONSTRAINTS>, 'table'>;

export interface CatalogueTable {
  name: string;
  columns: CatalogueColumn[];
  rules: CatalogueRule[];
}

/** Enumerations of ours with their values in order, by name. */
const ENUMERATIONS = statement({
  gives: {
    name: text('t.typname::text'),
    values: texts('COALESCE(array_agg(e.enumlabel::text ORDER BY e.enumsortorder), ARRAY[]::text[])'),
  },
  text: (row) => `
    SELECT ${row} FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
    GROUP BY t.typname ORDER BY t.typname`,
});

export type Enumeration = RowFrom<typeof ENUMERATIONS>;

export const readEnumerations = (dataSource: DataSource): Promise<Enumeration[]> =>
  new Database(dataSource).rows(ENUMERATIONS);

/** The schema as the server has it, tables by name. */
export async function readCatalogue(dataSource: DataSource): Promise<CatalogueTable[]> {
  const database = new Database(dataSource);
  const columns = await database.rows(COLUMNS);
  const tables = new Map<string, CatalogueTable>();
  for (const { table, ...column } of columns) {
    const known = tables.get(table) ?? { name: table, columns: [], rules: [] };
    tables.set(table, known);
    known.columns.push(column);
  }
  for (const query of [CONSTRAINTS, INDEXES, TRIGGERS])
    for (const { table, ...rule } of await database.rows(query)) tables.get(table)?.rules.push(rule);
  return [...tables.values()];
}
