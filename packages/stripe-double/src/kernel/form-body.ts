import qs from 'qs';

/** A decoded form: Stripe's bodies are nested by brackets, `a[b][0]=c`. Every leaf is text. */
export interface Form {
  [name: string]: FormValue | undefined;
}
export type FormValue = string | FormValue[] | Form;

/** Deep and wide enough for everything the SDK sends; qs' defaults would turn long arrays into objects. */
const LIMITS = { depth: 12, arrayLimit: 1000, parameterLimit: 10_000 } as const;

/** Reads `application/x-www-form-urlencoded` text: a request's body, or its query. */
export function parseForm(encoded: string): Form {
  return qs.parse(encoded, { ...LIMITS, plainObjects: true, ignoreQueryPrefix: true });
}

export function isForm(value: FormValue | undefined): value is Form {
  return typeof value === 'object' && !Array.isArray(value);
}
