import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKeyEntry } from '@aegis/api/dist/src/platform/crypto/embedded-keys.js';
import type { Bench } from '../harness/bench.js';
import { startProcess } from '../harness/server-process.js';
import type { BaselineSettings } from '../baselines/settings.js';
import { startRedis } from './redis.js';
import { searchStatements } from './statements.js';
import type { StripeServer } from './stripe.js';

/** The default of both: connections to the database. */
const POOL_SIZE = 20;

/** Ours: the compiled application. Gives its origin. @param settings as its operator would add them */
export async function startApi(
  bench: Bench,
  databaseUrl: string,
  stripe: StripeServer,
  settings: Record<string, string> = {},
): Promise<string> {
  return (await startOurs(bench, './api.js', databaseUrl, stripe, settings)).origin;
}

/**
 * One that only answers: what has to be made up for in a market that was just filled (deadlines and money of months) is worked on by
 * nobody, on the connections that are measured as little as beside them.
 */
export async function startReader(
  bench: Bench,
  databaseUrl: string,
  stripe: StripeServer,
  settings: Record<string, string> = {},
): Promise<string> {
  const role = { AEGIS_ROLE: 'http', REDIS_URL: await startRedis(bench) };
  return startApi(bench, databaseUrl, stripe, { ...role, ...settings });
}

/** A server whose CPU is looked at. @param node another than that of this process */
export const startApiProcess = (
  bench: Bench,
  databaseUrl: string,
  stripe: StripeServer,
  node?: string,
): Promise<OurServer> => startOurs(bench, './api.js', databaseUrl, stripe, {}, node);

/** A server whose CPU can be looked at. */
export interface OurServer {
  origin: string;
  pid: number;
}

/** The same, and jobs can be announced to it. */
export async function startMoneyApi(bench: Bench, databaseUrl: string, stripe: StripeServer): Promise<string> {
  return (await startOurs(bench, './money-api.js', databaseUrl, stripe)).origin;
}

/** The same, and it counts what it sends to the database: the embedded engine where there is no `databaseUrl`. */
export async function startIdleApi(bench: Bench, databaseUrl: string, stripe: StripeServer): Promise<string> {
  return (await startOurs(bench, './idle-api.js', databaseUrl, stripe)).origin;
}

async function startOurs(
  bench: Bench,
  script: string,
  databaseUrl: string,
  stripe: StripeServer,
  settings: Record<string, string> = {},
  node?: string,
): Promise<OurServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'aegis-bench-'));
  bench.atEnd(() => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })));
  const { readyLine, pid } = await startProcess(bench, {
    script: new URL(script, import.meta.url),
    env: {
      // The load comes from few users, and the second factor of the administrator is not what is measured.
      ADMIN_SECOND_FACTOR: 'off',
      AEGIS_DATA_DIR: dataDir,
      BENCH_STRIPE: `${stripe.host}:${stripe.port}`,
      DATABASE_POOL_SIZE: String(POOL_SIZE),
      DATABASE_URL: databaseUrl,
      ENCRYPTION_KEYS: newKeyEntry('bench'),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      NODE_ENV: 'production',
      PORT: '0',
      RATE_LIMITS: 'off',
      NEW_CUSTOMER_OPEN_JOBS: '100000',
      ...settings,
    },
    ready: /^ready at (\S+)/,
    node,
    isMeasured: true,
  });
  return { origin: readyLine[1] ?? '', pid };
}

/** What a good engineer writes by hand with Fastify, `pg` and Stripe's SDK, of the same SQL. Gives its origin. */
export async function startBaseline(bench: Bench, databaseUrl: string, stripe: StripeServer): Promise<string> {
  const { host, port } = stripe;
  const settings: BaselineSettings = {
    databaseUrl,
    poolSize: POOL_SIZE,
    stripe: { host, port },
    search: searchStatements(),
  };
  const { readyLine } = await startProcess(bench, {
    script: new URL('../baselines/server.js', import.meta.url),
    env: { BENCH_BASELINE: JSON.stringify(settings), NODE_ENV: 'production' },
    ready: /^ready at (\S+)/,
    isMeasured: true,
  });
  return readyLine[1] ?? '';
}

/** Positions in, as one begins: a bare route, one that inserts a row, one with group commit. */
export async function startFixesBaseline(bench: Bench, databaseUrl: string): Promise<OurServer> {
  const { readyLine, pid } = await startProcess(bench, {
    script: new URL('../baselines/fixes.js', import.meta.url),
    env: { BENCH_BASELINE: JSON.stringify({ databaseUrl, poolSize: POOL_SIZE }), NODE_ENV: 'production' },
    ready: /^ready at (\S+)/,
    isMeasured: true,
  });
  return { origin: readyLine[1] ?? '', pid };
}
