import type { CatalogueColumn, CatalogueRule, CatalogueTable } from './catalogue.js';
import { RULES } from './rules.js';
import { TABLES } from './tables.js';

/** The words a diagram has for a type; Mermaid takes no space or comma in one. */
const SHORT_TYPES: Record<string, string> = {
  'timestamp with time zone': 'timestamptz',
  'geography(Point,4326)': 'geography_point',
  'double precision': 'double_precision',
};

/**
 * The schema as one page: a diagram, then each table with every rule that it keeps.
 * @throws when a table or rule has no sentence, or a sentence no rule: the page must be whole.
 */
export function describeSchema(tables: readonly CatalogueTable[]): string {
  refuseGaps(tables);
  return [
    '# Schema',
    'Written by `npm run db -- dump` from what the migrations make on a server. Do not edit: CI compares it. The same as SQL is in [schema.sql](../apps/api/database/schema.sql), and as the columns that statements are typed by in [tables.ts](../apps/api/database/tables.ts). After a migration: `npm run db -- dump`, then say what a new column of JSON holds in `database/json-columns.ts` and what a new table or rule is for in `commands/db/schema/`.',
    'Six tables are the core: `users`, `guard_profiles`, `jobs`, `location_history`, `payments`, `sessions`. The others support them, each for a reason that is told below. Beside them stands the table `migrations`, which its library keeps.',
    '```mermaid',
    diagram(tables),
    '```',
    'A name of a rule under *trigger* is what the trigger raises, as SQLSTATE 23514 with that constraint name, so that callers see one kind of refusal.',
    ...tables.map(section),
    '',
  ]
    .join('\n\n')
    .replace(/```mermaid\n\n/, '```mermaid\n')
    .replace(/\n\n```\n/, '\n```\n')
    .replace(/\n+$/, '\n');
}

function diagram(tables: readonly CatalogueTable[]): string {
  const relations = tables.flatMap((table) =>
    table.columns
      .filter((column) => column.references !== null)
      .map((column) => `  ${column.references} ${cardinality(column)} ${table.name} : "${column.name}"`),
  );
  const boxes = tables.map((table) => [`  ${table.name} {`, ...table.columns.map(attribute), '  }'].join('\n'));
  return ['erDiagram', ...relations, ...boxes].join('\n');
}

/** Seen from the table pointed to: one or none of it, for one, none or many that point. */
function cardinality(column: CatalogueColumn): string {
  return `${column.isNullable ? '|o' : '||'}--${column.isUnique ? 'o|' : 'o{'}`;
}

function attribute(column: CatalogueColumn): string {
  const keys = [column.isPrimary && 'PK', column.references && 'FK', column.isUnique && !column.isPrimary && 'UK'];
  const note = [column.isNullable && !column.isGenerated && 'may be null', column.isGenerated && 'generated'];
  const type = SHORT_TYPES[column.type] ?? column.type.replace(/\(.*\)/, '');
  const words = [
    type,
    column.name,
    keys.filter(Boolean).join(', '),
    note.some(Boolean) && `"${note.filter(Boolean).join('')}"`,
  ];
  return `    ${words.filter(Boolean).join(' ')}`;
}

function section(table: CatalogueTable): string {
  const rows = table.rules.map((rule) => `| ${rule.kind} | \`${rule.name}\` | ${sentence(rule)} | ${code(rule)} |`);
  const description = TABLES[table.name];
  return [
    `## ${table.name}`,
    '',
    description?.purpose ?? '',
    ...(description?.whyNotAColumn ? ['', `Why not a column of the six: ${description.whyNotAColumn}`] : []),
    '',
    '| kind | name | rule it keeps, or query it serves | definition |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const code = (rule: CatalogueRule): string => `\`${rule.definition.replaceAll('|', '\\|')}\``;

/** What the definition says by itself needs no sentence of ours. */
function obviousSentence({ name, kind, definition }: CatalogueRule): string | undefined {
  if (kind === 'primary key') return 'names a row';
  if (kind === 'foreign key') {
    const parent = /REFERENCES (\w+)/.exec(definition)?.[1];
    return definition.endsWith('ON DELETE CASCADE')
      ? `goes with its row of \`${parent}\``
      : `keeps its row of \`${parent}\` from being deleted`;
  }
  if (name.endsWith('_is_array')) return 'a JSON array';
  if (name.endsWith('_is_object')) return 'a JSON object';
  if (name.endsWith('_touch_updated_at')) return 'writes `updated_at` with every change';
  return undefined;
}

const sentence = (rule: CatalogueRule): string | undefined => obviousSentence(rule) ?? RULES[rule.name];

function refuseGaps(tables: readonly CatalogueTable[]): void {
  const rules = tables.flatMap((table) => table.rules);
  const gaps = [
    ...tables
      .filter(({ name }) => !TABLES[name])
      .map(({ name }) => `table ${name} is not described (schema/tables.ts)`),
    ...rules.filter((rule) => !sentence(rule)).map(({ name }) => `rule ${name} is not described (schema/rules.ts)`),
    ...superfluous(TABLES, tables).map((name) => `table ${name} is described and not there (schema/tables.ts)`),
    ...superfluous(RULES, rules).map((name) => `rule ${name} is described and not there (schema/rules.ts)`),
  ];
  if (gaps.length > 0) throw new Error(`docs/schema.md would not be whole:\n${gaps.join('\n')}`);
}

function superfluous(described: object, there: readonly { name: string }[]): string[] {
  const names = new Set(there.map(({ name }) => name));
  return Object.keys(described).filter((name) => !names.has(name));
}
