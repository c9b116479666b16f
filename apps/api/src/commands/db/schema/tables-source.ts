import type { CatalogueColumn, CatalogueRule, CatalogueTable, Enumeration } from './catalogue.js';

/** PostgreSQL's names of types as those of platform/database/sql-types.ts. */
const TYPES: Record<string, string> = {
  uuid: 'uuid',
  text: 'text',
  citext: 'citext',
  inet: 'inet',
  integer: 'integer',
  bigint: 'bigint',
  numeric: 'numeric',
  real: 'real',
  'double precision': 'double',
  boolean: 'boolean',
  'timestamp with time zone': 'instant',
  date: 'day',
  bytea: 'bytes',
  geography: 'geography',
  int4multirange: 'minuteRanges',
  datemultirange: 'dayRanges',
};

const WIDTH = 120;

/**
 * The columns of every table as TypeScript: what statements are typed by.
 * @throws when a column has a type that TYPES does not know.
 */
export function describeTables(tables: readonly CatalogueTable[], enumerations: readonly Enumeration[]): string {
  const isEnumeration = new Set(enumerations.map(({ name }) => name));
  const sources = tables.map((table) => tableSource(table, isEnumeration));
  const used = [...Object.values(TYPES), 'arrayOf', 'jsonb', 'oneOf'].filter((name) =>
    [...sources, 'oneOf('].some((source) => new RegExp(`\\b${name}[(.<]`).test(source)),
  );
  const imports = `import { ${used.sort().join(', ')} } from '../src/platform/database/sql-types.js';`;
  const types = `import type { JsonColumns } from './json-columns.js';`;
  return [
    '// Written by "npm run db -- dump" from the migrations. Do not edit: CI compares it with what they make.\n',
    [imports.length > WIDTH ? oneALine(imports) : imports, types, ''].join('\n'),
    enumerations.map(enumerationSource).join('\n') + '\n',
    sources.join('\n'),
  ].join('\n');
}

function enumerationSource({ name, values }: Enumeration): string {
  const list = values.map((value) => `'${value}'`);
  const line = `export const ${camelCase(name)} = oneOf('${name}', [${list.join(', ')}]);`;
  return line.length > WIDTH
    ? `export const ${camelCase(name)} = oneOf('${name}', [\n${list.map((value) => `  ${value},\n`).join('')}]);`
    : line;
}

function tableSource({ name, columns, rules }: CatalogueTable, isEnumeration: ReadonlySet<string>): string {
  const lines = columns.map(
    (column) => `  ${camelCase(column.name)}: ${typeSource(name, column, rules, isEnumeration)}('${column.name}'),`,
  );
  return [`export const ${camelCase(name)} = {`, ...lines, '};', ''].join('\n');
}

function typeSource(
  table: string,
  { name, type, isNullable }: CatalogueColumn,
  rules: readonly CatalogueRule[],
  isEnumeration: ReadonlySet<string>,
): string {
  const plain = type.replace(/\(.*\)/, '');
  const element = plain.replace(/\[\]$/, '');
  const known = isEnumeration.has(element) ? camelCase(element) : (wordsOf(name, rules) ?? TYPES[element]);
  const source = plain === 'jsonb' ? `jsonb<JsonColumns['${table}.${name}']>()` : known;
  if (source === undefined) throw new Error(`${table}.${name}: no TypeScript is known for ${type} (tables-source.ts)`);
  return `${plain === element ? source : `arrayOf(${source})`}${isNullable ? '.orNull' : ''}`;
}

/** Of a text that a check holds to a list of words. */
function wordsOf(column: string, rules: readonly CatalogueRule[]): string | undefined {
  const listed = new RegExp(`^CHECK \\(\\(${column} = ANY \\(ARRAY\\[(('[a-z_]+'::text(, )?)+)\\]\\)\\)\\)$`);
  const list = rules.flatMap(({ definition }) => listed.exec(definition)?.[1] ?? [])[0];
  return list === undefined ? undefined : `oneOf('text', [${list.replaceAll('::text', '')}])`;
}

/** The one place where a name of the schema becomes one of the code. */
const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const oneALine = (imports: string): string =>
  imports.replace(/\{ (.*) \}/, (_, names: string) => `{\n  ${names.replaceAll(', ', ',\n  ')},\n}`);
