import type { Client } from '@aegis/client';
import { ApiError, ConnectionError } from '@aegis/client/errors';
import { words } from '../words/words';
import { isForAnybody } from './for-anybody';
import { wasSignedIn } from './session-state';

type AnyOperation = (call?: unknown) => Promise<unknown>;
type AnyClient = Record<string, Record<string, AnyOperation>>;

let loaded: Promise<AnyClient> | null = null;

/** Loaded at the first call: with the contract and its validation it is 35 KB that the landing page has no use for. */
function load(): Promise<AnyClient> {
  loaded ??= import('./server-client').then(
    ({ serverClient }) => serverClient as unknown as AnyClient,
    (cause: unknown) => {
      loaded = null;
      throw new ConnectionError('the client could not be loaded', { cause });
    },
  );
  return loaded;
}

/**
 * A page that is just being left may still ask for something. Nothing goes out then: the server would refuse, and a browser
 * writes every refusal into its console.
 */
const signedOut = (): ApiError =>
  new ApiError({
    status: 401,
    code: 'unauthenticated',
    detail: words('layout.problem.signedOut'),
    requestId: null,
    retryAfterSeconds: null,
  });

const operation =
  (group: string, name: string): AnyOperation =>
  async (call) => {
    if (!isForAnybody(group, name) && !wasSignedIn()) throw signedOut();
    const found = (await load())[group]?.[name];
    if (!found) throw new Error(`the contract has no ${group}.${name}`);
    return found(call);
  };

const groupOf = (group: string): Record<string, AnyOperation> =>
  new Proxy({}, { get: (_, name) => operation(group, String(name)) });

/** Every endpoint of the server, as in `packages/client`. */
export const client = new Proxy({}, { get: (_, group) => groupOf(String(group)) }) as Omit<Client, 'withToken'>;
