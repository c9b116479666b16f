import { selectList, typeOf } from './shapes.js';
import type { Expression, RowOf, Shape, SqlType, ValueOf } from './sql-types.js';

type Declared = Expression<unknown> | SqlType<unknown>;

/** Nobody changes an array that is a parameter. */
type Parameter<T> = T extends (infer Element)[] ? readonly Element[] : T;

export type ValuesOf<Takes extends readonly Declared[]> = {
  readonly [Index in keyof Takes]: Parameter<ValueOf<Takes[Index]>>;
};

/** SQL with the types of what it takes and of the rows it gives. Made by `statement` or `composed`, by nothing else. */
export interface Statement<Values extends readonly unknown[] = readonly never[], Row extends object = object> {
  /** Of a prepared statement, which is planned once a connection. */
  readonly name: string | undefined;
  readonly text: string;
  readonly takes: readonly SqlType<unknown>[];
  readonly gives: Shape;
  /** Of the location history, by which rows of many guards are asked for at once: never sent where it is distributed (docs/citus.md). */
  readonly isOfManyGuards: boolean;
  /** For the compiler alone. */
  readonly types?: (values: Values) => Row;
}

/** The row of a declared statement. */
export type RowFrom<Of extends { readonly types?: (values: never) => object }> = ReturnType<NonNullable<Of['types']>>;

interface Declaration<Takes extends readonly Declared[], Gives extends Shape> {
  /** Only of a hot statement: it is then prepared once a connection. */
  name?: string | undefined;
  /** Types of `$1`, `$2`, ... in their order, each as a type or as the column that it is compared with or written to. */
  takes?: Takes;
  gives?: Gives;
  isOfManyGuards?: boolean;
  /** Given what `gives` is as a SELECT list. */
  text: string | ((row: string) => string);
}

const DECLARED = new Map<string, Statement>();

/**
 * Declares a statement of one text: a constant of its module, so that statements.db.spec.ts finds it and asks the server for
 * the types of its parameters and columns.
 * @throws when the name or the text is declared already: it was not a constant, or a name would stand for two texts.
 */
export function statement<const Takes extends readonly Declared[], Gives extends Shape = Record<never, never>>(
  declaration: Declaration<Takes, Gives>,
): Statement<ValuesOf<Takes>, RowOf<Gives>> {
  const made = composed(declaration);
  const key = made.name ?? made.text;
  if (DECLARED.has(key)) throw new Error(`the statement ${key} is declared twice`);
  DECLARED.set(key, made as unknown as Statement);
  return made;
}

/**
 * The same for a text that is put together when it is needed. Nobody can try all of those: what it gives is compared with the
 * declaration wherever a test runs it.
 */
export function composed<const Takes extends readonly Declared[], Gives extends Shape = Record<never, never>>({
  name,
  takes,
  gives,
  isOfManyGuards = false,
  text,
}: Declaration<Takes, Gives>): Statement<ValuesOf<Takes>, RowOf<Gives>> {
  const shape: Shape = gives ?? {};
  return {
    name,
    text: typeof text === 'string' ? text : text(selectList(shape)),
    takes: (takes ?? []).map(typeOf),
    gives: shape,
    isOfManyGuards,
  };
}

/** Every statement of the modules that are loaded. */
export const declaredStatements = (): readonly Statement[] => [...DECLARED.values()];

/** Parameters of a composed statement, numbered as they are bound. */
export class Parameters {
  readonly takes: SqlType<unknown>[] = [];
  readonly values: unknown[] = [];

  /** What stands for `value` in the text. */
  bind<T>(declared: Expression<T> | SqlType<T>, value: NoInfer<Parameter<T>>): string {
    this.takes.push(typeOf(declared));
    return `$${this.values.push(value)}`;
  }
}
