import type { Client } from '@aegis/client';
import { ConnectionError } from '@aegis/client/errors';

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

const operation =
  (group: string, name: string): AnyOperation =>
  async (call) => {
    const found = (await load())[group]?.[name];
    if (!found) throw new Error(`the contract has no ${group}.${name}`);
    return found(call);
  };

const groupOf = (group: string): Record<string, AnyOperation> =>
  new Proxy({}, { get: (_, name) => operation(group, String(name)) });

/** Every endpoint of the server, as in `packages/client`. */
export const client = new Proxy({}, { get: (_, group) => groupOf(String(group)) }) as Omit<Client, 'withToken'>;
