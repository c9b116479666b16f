import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../harness/bench.js';
import { startProcess } from '../harness/server-process.js';
import type { BaselineSettings } from '../baselines/settings.js';
import { nearestGuardsStatement } from './statements.js';
import type { StripeServer } from './stripe.js';

/** The default of both: connections to the database. */
const POOL_SIZE = 20;

/** Ours: the compiled application. Gives its origin. */
export async function startApi(bench: Bench, databaseUrl: string, stripe: StripeServer): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'aegis-bench-'));
  bench.atEnd(() => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })));
  const { readyLine } = await startProcess(bench, {
    script: new URL('./api.js', import.meta.url),
    env: {
      AEGIS_DATA_DIR: dataDir,
      BENCH_STRIPE: `${stripe.host}:${stripe.port}`,
      DATABASE_POOL_SIZE: String(POOL_SIZE),
      DATABASE_URL: databaseUrl,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      NODE_ENV: 'production',
      PORT: '0',
    },
    ready: /^ready at (\S+)/,
    isMeasured: true,
  });
  return readyLine[1] ?? '';
}

/** What a good engineer writes by hand with Fastify, `pg` and Stripe's SDK, of the same SQL. Gives its origin. */
export async function startBaseline(bench: Bench, databaseUrl: string, stripe: StripeServer): Promise<string> {
  const { host, port } = stripe;
  const settings: BaselineSettings = {
    databaseUrl,
    poolSize: POOL_SIZE,
    stripe: { host, port },
    nearestGuards: nearestGuardsStatement(),
  };
  const { readyLine } = await startProcess(bench, {
    script: new URL('../baselines/server.js', import.meta.url),
    env: { BENCH_BASELINE: JSON.stringify(settings), NODE_ENV: 'production' },
    ready: /^ready at (\S+)/,
    isMeasured: true,
  });
  return readyLine[1] ?? '';
}
