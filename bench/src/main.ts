import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Bench, type Options, type Topic } from './harness/bench.js';
import { type Figure, tableOf } from './harness/figures.js';
import { Refusal } from './harness/refusal.js';
import { FEWEST_ROUNDS } from './harness/rounds.js';
import { documentOf } from './report/document.js';
import { type Measured, measured, readKept, withRun } from './report/measured.js';
import { pictureOf } from './report/picture.js';
import { booking } from './topics/booking.js';
import { fixes } from './topics/fixes.js';
import { flood } from './topics/flood.js';
import { growth } from './topics/growth.js';
import { hours } from './topics/hours.js';
import { idle } from './topics/idle.js';
import { live } from './topics/live.js';
import { matching } from './topics/matching.js';
import { notify } from './topics/notify.js';
import { overview } from './topics/overview.js';
import { payments } from './topics/payments.js';
import { pgbouncer } from './topics/pgbouncer.js';
import { privacy } from './topics/privacy.js';
import { processes } from './topics/processes.js';
import { reconciliation } from './topics/reconciliation.js';
import { search } from './topics/search.js';
import { start } from './topics/start.js';
import { users } from './topics/users.js';

const TOPICS: readonly Topic[] = [
  search,
  matching,
  booking,
  payments,
  reconciliation,
  fixes,
  live,
  flood,
  notify,
  hours,
  idle,
  overview,
  growth,
  privacy,
  start,
  users,
  pgbouncer,
  processes,
];

const HELP = `npm run bench -- [TOPIC] [options]     all of them without TOPIC, with one table at the end

${TOPICS.map(({ name, summary }) => `  ${name.padEnd(14)} ${summary}`).join('\n')}

  --json FILE        write the figures there as well
  --document         keep the figures, and write docs/performance.md and its pictures anew
  --rounds N         rounds of every contender, ${FEWEST_ROUNDS} or more (${FEWEST_ROUNDS})
  --seconds N        length of a round measured by time (4)
  --connections N    requests or life-cycles under way at once (16)
  --guards N,N,...   search, matching: how many guards the city has (100000)
  --offers N         search, users: how many offers a guard has had in 88 days (36)
  --life-cycles N    booking, payments: life-cycles in a round (160)
  --history N        fixes: how many the day has that is dropped (10000000)
  --streams N        live: open event streams (5000)
  --jobs N           overview, growth, privacy: how many jobs the large market has (100000)
  --profile DIR      leave CPU profiles of the servers there (they run slower)
  --help             this text

Ours and what it is compared with are measured alternately in one run, on one machine and one database; a value is the
median of its rounds. Exit code: 0 every bar reached, 1 one missed or the run failed, 2 wrong usage.`;

const WRONG_USAGE = 2;
const INTERRUPTED = 130;

interface Arguments {
  topics: readonly Topic[];
  json: string | undefined;
  isDocumented: boolean;
  options: Options;
}

/** @throws TypeError, as `parseArgs` does, for what cannot be meant. */
function readArguments(): Arguments | 'help' {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: text,
      document: { type: 'boolean' },
      rounds: text,
      seconds: text,
      connections: text,
      guards: text,
      offers: text,
      'life-cycles': text,
      history: text,
      streams: text,
      jobs: text,
      profile: text,
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const topics = positionals.length === 0 ? TOPICS : TOPICS.filter(({ name }) => name === positionals[0]);
  if (topics.length === 0 || positionals.length > 1)
    throw new TypeError(`Name one topic or none: ${TOPICS.map((t) => t.name).join(', ')}.`);
  // The servers run slower under a profile: such figures are not to be kept.
  if (values.document && values.profile !== undefined) throw new TypeError('--document goes without --profile.');
  const options = {
    rounds: whole('rounds', values.rounds ?? `${FEWEST_ROUNDS}`, FEWEST_ROUNDS),
    seconds: whole('seconds', values.seconds ?? '4', 1),
    connections: whole('connections', values.connections ?? '16', 1),
    guards: (values.guards ?? '100000').split(',').map((size) => whole('guards', size, 100)),
    offers: whole('offers', values.offers ?? '36', 1),
    lifeCycles: whole('life-cycles', values['life-cycles'] ?? '160', 1),
    historyRows: whole('history', values.history ?? '10000000', 10_000),
    streams: whole('streams', values.streams ?? '5000', 10),
    jobs: whole('jobs', values.jobs ?? '100000', 2000),
    profileDir: values.profile,
  };
  return { topics, json: values.json, isDocumented: values.document ?? false, options };
}

function whole(name: string, given: string, least: number): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < least) throw new TypeError(`--${name} is a whole number from ${least} on.`);
  return value;
}

/** One after the other, each with a database of its own. @returns the exit code */
async function run({ topics, json, isDocumented, options }: Arguments): Promise<number> {
  const runs: Measured[] = [];
  const failed: string[] = [];
  for (const topic of topics) {
    try {
      const figures = await runOne(topic, options);
      runs.push(measured(topic, options, figures, new Date()));
      process.stdout.write(`${tableOf(figures)}\n`);
    } catch (error) {
      // One that cannot be measured takes none of the others with it.
      if (topics.length === 1) throw error;
      failed.push(topic.name);
      process.stderr.write(`${topic.name} failed: ${error instanceof Error ? error.stack : String(error)}\n`);
    }
  }
  if (topics.length > 1) process.stdout.write(`\n${tableOf(runs.flatMap(({ figures }) => figures))}\n`);
  for (const name of failed) process.stdout.write(`${name}: FAILED\n`);
  if (json) writeFileSync(json, `${JSON.stringify(runs, null, 2)}\n`);
  if (isDocumented) writeDocument(runs);
  const isReached = runs.every(({ figures }) => figures.every(({ pass }) => pass !== false));
  return failed.length === 0 && isReached ? 0 : 1;
}

async function runOne(topic: Topic, options: Options): Promise<Figure[]> {
  const bench = new Bench(options);
  const stop = (): void => void bench.close().finally(() => process.exit(INTERRUPTED));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    return await topic.run(bench);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await bench.close();
  }
}

/** Found from bench/dist as from bench/src. */
const DOCS = new URL('../../docs/', import.meta.url);

function writeDocument(runs: readonly Measured[]): void {
  const pictures = new URL('performance/', DOCS);
  mkdirSync(pictures, { recursive: true });
  const file = fileURLToPath(new URL('figures.json', pictures));
  const kept = runs.reduce(withRun, readKept(file));
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  for (const { last } of Object.values(kept)) writeFileSync(new URL(`${last.topic}.svg`, pictures), pictureOf(last));
  writeFileSync(
    new URL('performance.md', DOCS),
    documentOf(kept, (topic) => `performance/${topic}.svg`),
  );
}

/** The exit code. */
async function main(): Promise<number> {
  let given: Arguments | 'help';
  try {
    given = readArguments();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n\n${HELP}\n`);
    return WRONG_USAGE;
  }
  if (given === 'help') {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  return run(given).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  });
}

process.exitCode = await main();
