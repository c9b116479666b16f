import { API_BASE_PATH, type Endpoint } from '@aegis/contract';

type QueryValue = string | number | boolean | undefined;

/** The parts of a call before they are typed by an endpoint. */
export interface LooseCall {
  params?: Record<string, unknown>;
  query?: Record<string, QueryValue>;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** Address of `endpoint` with its parameters filled in and escaped. */
export function urlOf(baseUrl: string, endpoint: Endpoint, call: LooseCall): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = call.params?.[name];
    if (typeof value !== 'string' || value === '')
      throw new TypeError(`${endpoint.method} ${endpoint.path} needs params.${name}`);
    return encodeURIComponent(value);
  });
  const root = baseUrl.replace(/\/+$/, '') + (endpoint.absolute ? '' : API_BASE_PATH);
  return root + path + queryOf(call.query ?? {});
}

function queryOf(fields: Record<string, QueryValue>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, String(value));
  return query.size > 0 ? `?${query.toString()}` : '';
}

export function requestOf(endpoint: Endpoint, call: LooseCall, token: string | null): RequestInit {
  // The server ignores the key where the contract does not promise it: the caller would believe in a protection that is not there.
  if (call.idempotencyKey !== undefined && !endpoint.idempotent)
    throw new TypeError(`${endpoint.method} ${endpoint.path} does not honour an idempotency key`);
  return {
    method: endpoint.method,
    headers: {
      accept: endpoint.fileTypes.length > 0 ? '*/*' : 'application/json',
      ...(call.body !== undefined && { 'content-type': contentTypeOf(endpoint, call.body) }),
      ...(call.idempotencyKey !== undefined && { 'idempotency-key': call.idempotencyKey }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    ...(call.body !== undefined && { body: bodyOf(endpoint, call.body) }),
  };
}

const bodyOf = (endpoint: Endpoint, body: unknown): NonNullable<RequestInit['body']> =>
  endpoint.takesImage ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body);

/** The server looks at the content itself; the type only says how to read the body. */
function contentTypeOf(endpoint: Endpoint, body: unknown): string {
  if (!endpoint.takesImage) return 'application/json';
  const [first] = body as Uint8Array;
  if (first === 0x89) return 'image/png';
  return first === 0x52 ? 'image/webp' : 'image/jpeg';
}

/** True when a second request cannot do the work twice. */
export const isRepeatable = (endpoint: Endpoint, call: LooseCall): boolean =>
  endpoint.method === 'GET' || call.idempotencyKey !== undefined;
