import { z } from 'zod';

const PARTS = /^(postgres(?:ql)?:)\/\/(?:([^/?#]*)@)?([^/?#@]*)(\/[^?#]*)?(?:\?([^#]*))?$/;
const WHICH = 'target_session_attrs';
/** What we ask for anyway where there are several: a server that takes what is written. */
const WRITABLE = new Set(['read-write', 'primary']);

/** Of DATABASE_URL, which may name several servers with commas between, as libpq has it. */
export interface DatabaseAddress {
  /** Each server as a URL of its own, in their order. */
  servers: readonly [string, ...string[]];
  /** Which of them takes what is written has to be asked before a connection is made. */
  mustBeFound: boolean;
  password: string;
  /** Without user, password and parameters: as it may be shown. A terminal's output is copied into issues and logs. */
  place: string;
  /** All of it but the password, for a program that is given that apart. */
  withoutPassword: string;
  /** The user that signs in; empty where the URL names none. */
  user: string;
  database: string;
}

/** @throws Error with what is wrong, to follow the name of a setting */
export function readDatabaseAddress(url: string): DatabaseAddress {
  const parts = PARTS.exec(url);
  if (!parts)
    throw new Error('must start with postgres:// or postgresql://, and be postgres://user:password@host/database');
  const [, protocol = '', account = '', list = '', path = '', query = ''] = parts;
  const parameters = new URLSearchParams(query);
  const which = parameters.get(WHICH);
  if (which !== null && !WRITABLE.has(which))
    throw new Error(`${WHICH} can only be read-write: Aegis has to write, and asks each server whether it takes that`);
  parameters.delete(WHICH);
  const hosts = list.split(',');
  const rest = `${path}${parameters.size > 0 ? `?${parameters.toString()}` : ''}`;
  const sign = account === '' ? '' : `${account}@`;
  const [first = '', ...others] = hosts.map((host) => `${protocol}//${sign}${host}${rest}`);
  for (const server of [first, ...others]) refuseBroken(server);
  const mustBeFound = others.length > 0 || which !== null;
  // libpq would take the first that answers.
  const asked = mustBeFound && which === null ? [query, `${WHICH}=read-write`].filter(Boolean).join('&') : query;
  const [user = '', ...secret] = account.split(':');
  return {
    servers: [first, ...others],
    mustBeFound,
    password: decodeURIComponent(secret.join(':')),
    place: `${protocol}//${list}${path}`,
    withoutPassword: `${protocol}//${user === '' ? '' : `${user}@`}${list}${path}${asked === '' ? '' : `?${asked}`}`,
    user: decodeURIComponent(user),
    database: decodeURIComponent(path.slice(1)),
  };
}

/** The same server with another database. */
export const onDatabase = (url: string, name: string): string =>
  url.replace(/^([^:]+:\/\/[^/?]*)(?:\/[^?]*)?/, (_all, server: string) => `${server}/${encodeURIComponent(name)}`);

function refuseBroken(server: string): void {
  if (!URL.canParse(server))
    throw new Error(
      'has a host, port, user or password that cannot be read; signs like @ : / , in a password are %40 %3A %2F %2C',
    );
}

/** The setting as it was given, once it can be read. */
export const databaseUrl = z.string().superRefine((url, context) => {
  try {
    readDatabaseAddress(url);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});

/** Commas stand between addresses, and between the hosts of one, which is refused in words. */
const BETWEEN = /\s*,\s*(?=postgres(?:ql)?:)/;

/** Of DATABASE_REPLICA_URLS: each replica by an address of its own. */
export const replicaUrls = z.string().transform((list, context): readonly string[] => {
  const urls = list.trim().split(BETWEEN);
  for (const url of urls)
    try {
      const { mustBeFound, database } = readDatabaseAddress(url);
      if (mustBeFound || database.includes(','))
        throw new Error(
          `names each replica by an address of its own, without ${WHICH}: postgres://one/aegis,postgres://two/aegis`,
        );
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  return urls;
});
