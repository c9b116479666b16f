import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type ChaosResult, runChaos } from './chaos-run.js';
import { withOwnDatabase } from './own-database.js';

const HELP = `npm run test:chaos -- [--jobs 500] [--seed 3] [--seeds 1]

Books, cancels, works, corrects, tips, contests and refunds --jobs bookings while the Stripe double misbehaves by --seed and the API, a process of its
own, is killed with -9 at random moments and started again. When everything has come to rest, the double's books, our rows
and what people were promised are compared. With --seeds 10 the same for ten seeds, one after the other.

Needs PostgreSQL with PostGIS: TEST_DATABASE_URL, or an installed one, of which a temporary cluster is made.
Exit code: 0 when every rule holds, 1 when one is broken.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function runSeed(jobs: number, seed: number): Promise<ChaosResult> {
  const serverFile = fileURLToPath(new URL('server.js', import.meta.url));
  return withOwnDatabase('aegis_chaos', (databaseUrl, dataSource) =>
    runChaos({ jobs, seed, databaseUrl, dataSource, serverFile, say }),
  );
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
