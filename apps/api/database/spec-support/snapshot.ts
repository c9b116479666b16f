/** What a query can be asked of. */
export type Ask = <Row>(sql: string) => Promise<Row>;

const OURS = `NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')`;

/** One line for each object of the schema with its whole definition, none of an extension's. */
const OBJECTS = [
  `SELECT format('%s %s', o.relkind, o.relname) AS line FROM pg_class o
   WHERE o.relnamespace = 'public'::regnamespace AND ${OURS}`,
  `SELECT format('column %s.%s %s %s %s', o.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                 pg_get_expr(f.adbin, f.adrelid)) AS line
   FROM pg_class o
   JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
   LEFT JOIN pg_attrdef f ON f.adrelid = o.oid AND f.adnum = a.attnum
   WHERE o.relnamespace = 'public'::regnamespace AND o.relkind IN ('r', 'p') AND ${OURS}`,
  `SELECT format('constraint %s %s', o.conname, pg_get_constraintdef(o.oid)) AS line FROM pg_constraint o
   WHERE o.connamespace = 'public'::regnamespace AND o.conrelid <> 0`,
  `SELECT pg_get_indexdef(o.oid) AS line FROM pg_class o
   WHERE o.relnamespace = 'public'::regnamespace AND o.relkind IN ('i', 'I')`,
  `SELECT pg_get_triggerdef(o.oid) AS line FROM pg_trigger o WHERE NOT o.tgisinternal`,
  `SELECT pg_get_functiondef(o.oid) AS line FROM pg_proc o
   WHERE o.pronamespace = 'public'::regnamespace AND o.prokind = 'f' AND ${OURS}`,
  `SELECT format('enum %s %s', o.typname, string_agg(e.enumlabel, ' ' ORDER BY e.enumsortorder)) AS line
   FROM pg_type o JOIN pg_enum e ON e.enumtypid = o.oid
   WHERE o.typnamespace = 'public'::regnamespace GROUP BY o.typname`,
];

/** The whole schema as sorted lines, the same for the same schema. */
export async function schemaSnapshot(ask: Ask): Promise<string[]> {
  const lines: string[] = [];
  for (const objects of OBJECTS) lines.push(...(await ask<{ line: string }[]>(objects)).map(({ line }) => line));
  return lines.sort();
}
