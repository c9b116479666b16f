import { z } from 'zod';

export const userRole = z.enum(['customer', 'guard', 'admin']);
export type UserRole = z.output<typeof userRole>;

/**
 * Who may call: nobody is asked (`anyone`), any signed-in user, or users with one of the roles. Ownership of the object
 * is decided by the feature, in SQL.
 */
export type Access = 'anyone' | 'signed-in' | readonly UserRole[];

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Shape = z.ZodType | undefined;

export interface Endpoint<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Answer extends Shape = Shape,
> {
  readonly method: Method;
  /** Path below `/api/v1`, or from the root when `absolute`; parameters as `:name`. */
  readonly path: string;
  readonly absolute?: boolean;
  readonly access: Access;
  /** Answers a session for one's rights too: of who is suspended or has closed their account, and can do nothing else. */
  readonly forRights: boolean;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Shape of a successful answer; undefined means 204 without a body. */
  readonly answer: Answer;
  readonly status: number;
  /** Honours `Idempotency-Key`: the same key and body give the first answer again. */
  readonly idempotent: boolean;
  /** The answer comes with its version (`ETag`); who sends it back (`If-None-Match`) is told when it is still the same: 304. */
  readonly isVersioned: boolean;
  /** Set on endpoints that answer with Server-Sent Events: the `data` of each event by its name. */
  readonly events?: Readonly<Record<string, z.ZodType>>;
  /** The body is a picture (JPEG, PNG or WebP) and not JSON. */
  readonly takesImage: boolean;
  /** What a program sends on a person's behalf comes as a form of no interest: it is taken and not read. */
  readonly takesForm: boolean;
  /** The answer is a file of one of these types and not JSON; `answer` is `file` then. */
  readonly fileTypes: readonly string[];
}

interface Definition<Params extends Shape, Query extends Shape, Body extends Shape, Answer extends Shape> {
  method: Method;
  path: string;
  absolute?: boolean;
  access: Access;
  forRights?: boolean;
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  answer?: Answer;
  status?: number;
  idempotent?: boolean;
  isVersioned?: boolean;
  takesImage?: boolean;
  takesForm?: boolean;
  fileTypes?: readonly string[];
}

/** What an endpoint with `fileTypes` answers. The client reads the whole of it; the server may give it in parts. */
export interface FileContent {
  content: Uint8Array | AsyncIterable<Uint8Array>;
  contentType: string;
  /** Offered as a download under this name; shown in the page when undefined. */
  fileName?: string | undefined;
  /** When it is not the endpoint's own. */
  status?: number | undefined;
}
export const file = z.custom<FileContent>();

/** What an endpoint with `takesImage` receives. */
export const image = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array,
  'must be a JPEG, PNG or WebP picture',
);

/** Declares one endpoint; what is left out means "takes none" and "answers 204". */
export function endpoint<
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
  Answer extends Shape = undefined,
>(definition: Definition<Params, Query, Body, Answer>): Endpoint<Params, Query, Body, Answer> {
  return {
    params: undefined as Params,
    query: undefined as Query,
    body: undefined as Body,
    answer: undefined as Answer,
    status: definition.answer ? 200 : 204,
    forRights: false,
    idempotent: false,
    isVersioned: false,
    takesImage: false,
    takesForm: false,
    fileTypes: [],
    ...definition,
  };
}

/** An endpoint whose answer is a stream of Server-Sent Events; it takes no body and has no other answer. */
export interface EventStream<Params extends Shape = Shape> extends Endpoint<Params, undefined, undefined, undefined> {
  readonly events: Readonly<Record<string, z.ZodType>>;
}

/** Declares a stream of Server-Sent Events. */
export function eventStream<Params extends Shape = undefined>(
  definition: Pick<Definition<Params, undefined, undefined, undefined>, 'path' | 'access' | 'summary' | 'params'> & {
    events: Record<string, z.ZodType>;
  },
): EventStream<Params> {
  const { events, ...rest } = definition;
  return { ...endpoint({ method: 'GET', status: 200, ...rest }), events };
}

type Wire<S extends Shape> = S extends z.ZodType ? z.input<S> : undefined;
type Domain<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;

/** What the server's handler receives: the request after validation. */
export interface Input<E extends Endpoint> {
  params: Domain<E['params']>;
  query: Domain<E['query']>;
  body: Domain<E['body']>;
}

/** What the server's handler returns, before encoding. */
export type Answer<E extends Endpoint> = E['answer'] extends z.ZodType ? z.output<E['answer']> : void;

/** What a client receives: the answer as it is on the wire. */
export type WireAnswer<E extends Endpoint> = E['answer'] extends z.ZodType ? z.input<E['answer']> : void;

type Given<Name extends string, S extends Shape> = S extends z.ZodType
  ? object extends z.input<S>
    ? { [K in Name]?: Wire<S> }
    : { [K in Name]: Wire<S> }
  : unknown;

/** What a client passes: only the parts the endpoint takes, optional where every field of the part is. */
export type Call<E extends Endpoint> = Given<'params', E['params']> &
  Given<'query', E['query']> &
  Given<'body', E['body']>;

/** One page of a list. `nextCursor` is null on the last page. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Query of a list: `limit` 1..100 and the `nextCursor` of the page before. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number<number | string>().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,200}$/)
    .optional(),
});
export type PageQuery = z.output<typeof pageQuery>;
