import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDataSource } from '../../src/platform/database/connection.js';
import { migrate } from '../../src/platform/database/migrations.js';
import { type ChaosResult, runChaos } from './chaos-run.js';

const HELP = `npm run test:chaos -- [--jobs 500] [--seed 3] [--seeds 1]

Books, cancels, works, corrects, tips, contests and refunds --jobs bookings while the Stripe double misbehaves by --seed and the API, a process of its
own, is killed with -9 at random moments and started again. When everything has come to rest, the double's books, our rows
and what people were promised are compared. With --seeds 10 the same for ten seeds, one after the other.

Needs PostgreSQL with PostGIS: TEST_DATABASE_URL, or an installed one, of which a temporary cluster is made.
Exit code: 0 when every rule holds, 1 when one is broken.`;

const POOL = 4;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set');
  const administration = new pg.Client(server);
  await administration.connect();
  const name = `aegis_chaos_${randomBytes(4).toString('hex')}`;
  await administration.query(`CREATE DATABASE ${name}`);
  try {
    return await work(Object.assign(new URL(server), { pathname: `/${name}` }).href);
  } finally {
    await administration.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await administration.end();
  }
}

function runSeed(jobs: number, seed: number): Promise<ChaosResult> {
  return withDatabase(async (databaseUrl) => {
    const connection = { url: databaseUrl, poolSize: POOL, statementTimeoutMs: 30_000, embedded: false };
    const dataSource = await openDataSource(connection).initialize();
    try {
      await migrate(dataSource);
      const serverFile = fileURLToPath(new URL('server.js', import.meta.url));
      return await runChaos({ jobs, seed, databaseUrl, dataSource, serverFile, say });
    } finally {
      await dataSource.destroy();
    }
  });
}

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '500' },
    seed: { type: 'string', default: '3' },
    seeds: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) say(HELP);
else
  for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.seeds); seed++) {
    const startedAt = performance.now();
    const { broken, kills, captured, refunded, transferred } = await runSeed(Number(values.jobs), seed);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const sums = `${captured} cents captured, ${refunded} refunded, ${transferred} transferred`;
    say(`seed ${seed}: ${values.jobs} bookings, ${kills} kills, ${sums}; ${broken.length} rules broken; ${seconds} s`);
    for (const sentence of broken) say(`  ${sentence}`);
    if (broken.length > 0) process.exitCode = 1;
  }
