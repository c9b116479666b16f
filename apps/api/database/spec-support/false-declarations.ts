import type { Statement } from '../../src/platform/database/statement.js';
import type { Expression } from '../../src/platform/database/sql-types.js';
import type { DescribedColumn, Description } from './described.js';

/** Names of types by oid, and the columns that may be null, by `table oid.column number` and by name. */
export interface Nullability {
  typeNames: ReadonlyMap<number, string>;
  nullable: ReadonlySet<string>;
  /** The tables that have a column of this name that may be null. */
  nullableNames: ReadonlyMap<string, readonly string[]>;
}

/** Types that the driver makes the same value of: a parameter may be declared as any of them. */
const ALIKE: readonly (readonly string[])[] = [
  ['integer', 'bigint', 'smallint', 'numeric', 'real', 'double precision'],
  ['text', 'citext', 'character varying', 'name', 'uuid'],
  ['json', 'jsonb'],
];

/** What of a declaration is not what the server says; empty when all of it is true. */
export function falseIn(statement: Statement, description: Description, schema: Nullability): string[] {
  return [...falseParameters(statement, description, schema), ...falseColumns(statement, description, schema)];
}

function falseParameters({ takes }: Statement, { parameters }: Description, { typeNames }: Nullability): string[] {
  if (takes.length !== parameters.length) return [`takes ${parameters.length} parameters, not ${takes.length}`];
  return parameters.flatMap((oid, index) => {
    const actual = typeNames.get(oid) ?? String(oid);
    const declared = takes[index]?.sqlName ?? '';
    return areAlike(actual, declared) ? [] : [`$${index + 1} is ${actual}, not ${declared}`];
  });
}

function areAlike(actual: string, declared: string): boolean {
  if (actual === declared) return true;
  const element = (name: string): string => name.replace(/\[\]$/, '');
  if (actual.endsWith('[]') !== declared.endsWith('[]')) return false;
  return ALIKE.some((kind) => kind.includes(element(actual)) && kind.includes(element(declared)));
}

function falseColumns(statement: Statement, { columns }: Description, schema: Nullability): string[] {
  const declared = Object.entries(statement.gives);
  const names = declared.map(([name]) => name);
  const actual = columns.map(({ name }) => name);
  if (names.join() !== actual.join()) return [`gives ${actual.join(', ')}, not ${names.join(', ')}`];
  return declared.flatMap(([name, expression], index) => {
    const column = columns[index];
    if (!column) return [];
    const type = schema.typeNames.get(column.type) ?? String(column.type);
    const { sqlName, isNullable } = expression.type;
    return [
      ...(type === sqlName ? [] : [`${name} is ${type}, not ${sqlName}`]),
      ...(!isNullable && mayBeNull(expression, column, statement.text, schema)
        ? [`${name} may be null: ${expression.text}`]
        : []),
    ];
  });
}

/** Never null whatever is in it. */
const NEVER_NULL =
  /^(count|coalesce|exists|array|json_build_object|json_build_array|now|pg_try_advisory\w*)\s*\(|^EXISTS\b|\bIS (NOT )?NULL$/i;
/** Null without a row, or where the value is: written so, an expression must say that it may be. */
const OFTEN_NULL = /\b(max|min|sum|avg|nullif|array_agg|json_agg|jsonb_agg|string_agg|lag|lead)\s*\(|->|\(\s*SELECT\b/i;

/** The server does not say of an expression whether it may be null, so this errs towards yes. */
function mayBeNull(
  { text }: Expression<unknown>,
  { table, column }: DescribedColumn,
  statement: string,
  { nullable, nullableNames }: Nullability,
): boolean {
  if (outerJoined(statement).some((alias) => new RegExp(`\\b${alias}\\.`).test(text))) return !NEVER_NULL.test(text);
  if (table !== 0) return nullable.has(`${table}.${column}`);
  if (NEVER_NULL.test(text)) return false;
  if (OFTEN_NULL.test(text) || (/\bCASE\b/i.test(text) && !/\bELSE\b/i.test(text))) return true;
  const words = text.replace(/'[^']*'/g, '').match(/[a-z_]+/g) ?? [];
  return words.some((word) => nullableNames.get(word)?.some((name) => new RegExp(`\\b${name}\\b`).test(statement)));
}

/** Names under which a LEFT JOIN's table stands. The other two kinds are not used, and would make the rest nullable. */
function outerJoined(statement: string): string[] {
  if (/\b(RIGHT|FULL)\s+(OUTER\s+)?JOIN\b/i.test(statement)) throw new Error('only LEFT JOIN is understood');
  const named = /\bLEFT\s+(?:OUTER\s+)?JOIN\s+(?:LATERAL\s+)?(?:\w+|(\([^]*?\)))\s+(?:AS\s+)?(\w+)\s+(?:ON|USING)\b/gi;
  return [...statement.matchAll(named)].flatMap(([, , alias]) => alias ?? []);
}
