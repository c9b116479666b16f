import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newKeyEntry } from '@aegis/api/dist/src/platform/crypto/embedded-keys.js';
import type { Bench } from '../harness/bench.js';
import { startProcess } from '../harness/server-process.js';
import { startRedis } from './redis.js';
import { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } from './stripe-keys.js';
import type { StripeServer } from './stripe.js';

const CLUSTER = fileURLToPath(import.meta.resolve('@aegis/api/dist/src/cluster.js'));

export interface Cluster {
  origin: string;
  /** Of the processes that serve, not of the one that looks after them. */
  pids: number[];
}

/** As `npm run cluster`: several processes on one port, with a Redis of their own. */
export async function startCluster(
  bench: Bench,
  databaseUrl: string,
  { host, port }: StripeServer,
  processes: number,
): Promise<Cluster> {
  const redisUrl = await startRedis(bench);
  const dataDir = mkdtempSync(join(tmpdir(), 'aegis-bench-'));
  bench.atEnd(() => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })));
  const { readyLine } = await startProcess(bench, {
    script: CLUSTER,
    args: ['--processes', String(processes)],
    env: {
      ADMIN_SECOND_FACTOR: 'off',
      AEGIS_DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      ENCRYPTION_KEYS: newKeyEntry('bench'),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      NEW_CUSTOMER_OPEN_JOBS: '100000',
      NODE_ENV: 'production',
      // The accounts are open at the double, as for the other servers of a bench; our books have not been told.
      PAYOUT_ACCOUNT_REQUIRED: '0',
      PORT: '0',
      RATE_LIMITS: 'off',
      REDIS_URL: redisUrl,
      STOP_DELAY_MS: '0',
      STRIPE_DOUBLE: `${host}:${port}`,
      STRIPE_PUBLISHABLE_KEY: 'pk_test_bench',
      STRIPE_SECRET_KEY,
      STRIPE_WEBHOOK_SECRET,
    },
    ready: /Aegis is at (\S+), served by processes ([\d, ]+)/,
    isMeasured: true,
  });
  const [, origin = '', pids = ''] = readyLine;
  return { origin, pids: pids.split(', ').map(Number) };
}
