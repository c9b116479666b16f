import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type ChaosResult, runChaos } from './chaos-run.js';
import { withOwnDatabase } from './own-database.js';

const NIGHTLY = { jobs: 500, seeds: 10, hangSeconds: 40 };
const HELP = `npm run test:chaos -- [--jobs 500] [--seed 3] [--seeds 1] [--hang-seconds 3] [--nightly]

Books, cancels, works, corrects, tips, contests and refunds --jobs bookings while the Stripe double misbehaves by --seed and the API, a process of its
own, is killed with -9 at random moments and started again. When everything has come to rest, the double's books, our rows
and what people were promised are compared. With --seeds 10 the same for ten seeds, one after the other.

Calls to Stripe hang for up to --hang-seconds, of which the API waits for a quarter, as it waits for ten of Stripe's forty.
--nightly is --jobs 500 --seeds 10 --hang-seconds 40. Each seed is bounded in time; progress is told on the way.

Needs PostgreSQL with PostGIS: TEST_DATABASE_URL, or an installed one, of which a temporary cluster is made.
Exit code: 0 when every rule holds, 1 when one is broken: the story of its job is told. The same --seed plays the same again.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function runSeed(jobs: number, seed: number, hangMs: number): Promise<ChaosResult> {
  const serverFile = fileURLToPath(new URL('server.js', import.meta.url));
  return withOwnDatabase('aegis_chaos', (databaseUrl, dataSource) =>
    runChaos({ jobs, seed, hangMs, databaseUrl, dataSource, serverFile, say }),
  );
}

async function tellSeed(jobs: number, seed: number, hangMs: number): Promise<void> {
  const startedAt = performance.now();
  const { broken, kills, captured, refunded, transferred } = await runSeed(jobs, seed, hangMs);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const sums = `${captured} cents captured, ${refunded} refunded, ${transferred} transferred`;
  const verdict = broken.length === 0 ? '0 rules broken' : 'RULES BROKEN';
  say(`seed ${seed}: ${jobs} bookings, ${kills} kills, ${sums}; ${verdict}; ${seconds} s`);
  if (broken.length === 0) return;
  for (const sentence of broken) say(`  ${sentence}`);
  say(`once more: npm run test:chaos -- --jobs ${jobs} --seed ${seed} --hang-seconds ${hangMs / 1000}`);
  process.exitCode = 1;
}

const { values } = parseArgs({
  options: {
    jobs: { type: 'string' },
    seed: { type: 'string', default: '3' },
    seeds: { type: 'string' },
    'hang-seconds': { type: 'string' },
    nightly: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** @throws for what is no number above 0: a chaos of nothing breaks no rule. */
function numberOf(given: string | undefined, otherwise: number): number {
  const number = given === undefined ? otherwise : Number(given);
  if (!(number > 0)) throw new Error(`${given} is not a number above 0`);
  return number;
}

if (values.help) say(HELP);
else {
  const usual = values.nightly ? NIGHTLY : { jobs: 500, seeds: 1, hangSeconds: 3 };
  const [jobs, seeds] = [numberOf(values.jobs, usual.jobs), numberOf(values.seeds, usual.seeds)];
  const hangMs = numberOf(values['hang-seconds'], usual.hangSeconds) * 1000;
  const first = numberOf(values.seed, 1);
  for (let seed = first; seed < first + seeds; seed++) await tellSeed(jobs, seed, hangMs);
}
