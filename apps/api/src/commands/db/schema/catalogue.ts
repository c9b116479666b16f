import type { DataSource } from 'typeorm';

export interface CatalogueColumn {
  name: string;
  type: string;
  isNullable: boolean;
  isGenerated: boolean;
  isPrimary: boolean;
  /** Alone, over all rows. */
  isUnique: boolean;
  /** The table it points to. */
  references: string | null;
}

/** A constraint, an index that is none, or what a trigger refuses. */
export interface CatalogueRule {
  name: string;
  kind: 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclusion' | 'index' | 'trigger';
  definition: string;
}

export interface CatalogueTable {
  name: string;
  columns: CatalogueColumn[];
  rules: CatalogueRule[];
}

/** Tables of ours: none of an extension or of TypeORM, and a partitioned table without its parts. */
const OUR_TABLES = `
  SELECT c.oid, c.relname AS name FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname NOT IN ('migrations', 'typeorm_metadata')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

const COLUMNS = `
  SELECT t.name AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
         NOT a.attnotnull AS "isNullable", a.attgenerated <> '' AS "isGenerated",
         EXISTS (SELECT FROM pg_constraint k
                 WHERE k.conrelid = t.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)) AS "isPrimary",
         EXISTS (SELECT FROM pg_constraint k
                 WHERE k.conrelid = t.oid AND k.contype IN ('p', 'u') AND k.conkey = ARRAY[a.attnum]) AS "isUnique",
         (SELECT k.confrelid::regclass::text FROM pg_constraint k
          WHERE k.conrelid = t.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum]) AS "references"
  FROM (${OUR_TABLES}) t
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY t.name, a.attnum`;

const CONSTRAINTS = `
  SELECT t.name AS "table", k.conname AS name, pg_get_constraintdef(k.oid) AS definition,
         CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                        WHEN 'c' THEN 'check' ELSE 'exclusion' END AS kind
  FROM (${OUR_TABLES}) t
  JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')
  ORDER BY t.name, position(k.contype IN 'pufcx'), k.conname`;

const INDEXES = `
  SELECT t.name AS "table", i.relname AS name, 'index' AS kind,
         CASE WHEN x.indisunique THEN 'UNIQUE ' ELSE '' END
           || regexp_replace(pg_get_indexdef(i.oid), '^CREATE.* USING ', '') AS definition
  FROM (${OUR_TABLES}) t
  JOIN pg_index x ON x.indrelid = t.oid
  JOIN pg_class i ON i.oid = x.indexrelid
  WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
  ORDER BY t.name, i.relname`;

/** One row for each rule that the trigger's function raises under a name, or for the trigger when it only writes. */
const TRIGGERS = `
  SELECT DISTINCT t.name AS "table", COALESCE(raised.name[1], g.tgname) AS name, 'trigger' AS kind,
         p.proname || '()' AS definition
  FROM (${OUR_TABLES}) t
  JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
  JOIN pg_proc p ON p.oid = g.tgfoid
  LEFT JOIN LATERAL regexp_matches(p.prosrc, 'CONSTRAINT = ''(\\w+)''', 'g') AS raised(name) ON true
  ORDER BY 1, 2`;

/** Enumerations of ours with their values in order, by name. */
const ENUMERATIONS = `
  SELECT t.typname::text AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS "values"
  FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
  WHERE t.typnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
  GROUP BY t.typname ORDER BY t.typname`;

export interface Enumeration {
  name: string;
  values: string[];
}

export const readEnumerations = (dataSource: DataSource): Promise<Enumeration[]> =>
  dataSource.query<Enumeration[]>(ENUMERATIONS);

/** The schema as the server has it, tables by name. */
export async function readCatalogue(dataSource: DataSource): Promise<CatalogueTable[]> {
  const columns = await dataSource.query<(CatalogueColumn & { table: string })[]>(COLUMNS);
  const tables = new Map<string, CatalogueTable>();
  for (const { table, ...column } of columns) {
    const known = tables.get(table) ?? { name: table, columns: [], rules: [] };
    tables.set(table, known);
    known.columns.push(column);
  }
  for (const query of [CONSTRAINTS, INDEXES, TRIGGERS])
    for (const { table, ...rule } of await dataSource.query<(CatalogueRule & { table: string })[]>(query))
      tables.get(table)?.rules.push(rule);
  return [...tables.values()];
}
