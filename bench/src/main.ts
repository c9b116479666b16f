import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Bench, type Options, type Topic } from './harness/bench.js';
import { type Figure, passes, tableOf } from './harness/figures.js';
import { Refusal } from './harness/refusal.js';
import { FEWEST_ROUNDS } from './harness/rounds.js';
import { booking } from './topics/booking.js';
import { fixes } from './topics/fixes.js';
import { flood } from './topics/flood.js';
import { idle } from './topics/idle.js';
import { live } from './topics/live.js';
import { matching } from './topics/matching.js';
import { notify } from './topics/notify.js';
import { overview } from './topics/overview.js';
import { payments } from './topics/payments.js';
import { privacy } from './topics/privacy.js';
import { start } from './topics/start.js';

const TOPICS: readonly Topic[] = [
  matching,
  booking,
  payments,
  fixes,
  live,
  flood,
  notify,
  idle,
  overview,
  privacy,
  start,
];

const HELP = `npm run bench -- TOPIC [options]

${TOPICS.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`).join('\n')}

  --json FILE        write the figures there as well
  --rounds N         rounds of every contender, ${FEWEST_ROUNDS} or more (${FEWEST_ROUNDS})
  --seconds N        length of a round measured by time (4)
  --connections N    requests or life-cycles under way at once (16)
  --guards N,N,...   matching: how many guards the city has (100000)
  --life-cycles N    booking, payments: life-cycles in a round (160)
  --history N        fixes: how many the day has that is dropped (10000000)
  --streams N        live: open event streams (5000)
  --jobs N           overview, privacy: how many jobs the large market has (100000)
  --profile DIR      leave CPU profiles of the servers there (they run slower)
  --help             this text

Ours and what it is compared with are measured alternately in one run, on one machine and one database; a value is the
median of its rounds. Exit code: 0 every bar reached, 1 one missed or the run failed, 2 wrong usage.`;

const WRONG_USAGE = 2;
const INTERRUPTED = 130;

interface Arguments {
  topic: Topic;
  json: string | undefined;
  options: Options;
}

/** @throws TypeError, as `parseArgs` does, for what cannot be meant. */
function readArguments(): Arguments | 'help' {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: text,
      rounds: text,
      seconds: text,
      connections: text,
      guards: text,
      'life-cycles': text,
      history: text,
      streams: text,
      jobs: text,
      profile: text,
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const topic = TOPICS.find(({ name }) => name === positionals[0]);
  if (!topic || positionals.length > 1) throw new TypeError(`Name one topic: ${TOPICS.map((t) => t.name).join(', ')}.`);
  const options = {
    rounds: whole('rounds', values.rounds ?? `${FEWEST_ROUNDS}`, FEWEST_ROUNDS),
    seconds: whole('seconds', values.seconds ?? '4', 1),
    connections: whole('connections', values.connections ?? '16', 1),
    guards: (values.guards ?? '100000').split(',').map((size) => whole('guards', size, 100)),
    lifeCycles: whole('life-cycles', values['life-cycles'] ?? '160', 1),
    historyRows: whole('history', values.history ?? '10000000', 10_000),
    streams: whole('streams', values.streams ?? '5000', 10),
    jobs: whole('jobs', values.jobs ?? '100000', 2000),
    profileDir: values.profile,
  };
  return { topic, json: values.json, options };
}

function whole(name: string, given: string, least: number): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < least) throw new TypeError(`--${name} is a whole number from ${least} on.`);
  return value;
}

async function run({ topic, json, options }: Arguments): Promise<number> {
  const bench = new Bench(options);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bench.close().finally(() => process.exit(INTERRUPTED)));
  try {
    const figures = await topic.run(bench);
    process.stdout.write(`${tableOf(figures)}\n`);
    if (json) writeFileSync(json, `${JSON.stringify(reportOf(topic, options, figures), null, 2)}\n`);
    return figures.some((figure) => passes(figure) === false) ? 1 : 0;
  } finally {
    await bench.close();
  }
}

function reportOf(topic: Topic, options: Options, figures: readonly Figure[]): object {
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.versions.node };
  return {
    topic: topic.name,
    measuredAt: new Date().toISOString(),
    machine,
    options,
    figures: figures.map((figure) => ({ ...figure, pass: passes(figure) })),
  };
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
