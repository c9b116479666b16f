import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Arguments, HELP, readArguments } from './arguments.js';
import { Bench, type Options, type Topic } from './harness/bench.js';
import { type Figure, tableOf } from './harness/figures.js';
import { Refusal } from './harness/refusal.js';
import { documentOf } from './report/document.js';
import { type Kept, type Measured, measured, readKept, readRuns, withBefore, withRun } from './report/measured.js';
import { pictureOf } from './report/picture.js';
import { TOPICS } from './topics/topics.js';

const WRONG_USAGE = 2;
const INTERRUPTED = 130;

/** One after the other, each with a database of its own. @returns the exit code */
async function run({ topics, json, isDocumented, before, optionsOf }: Arguments): Promise<number> {
  // Before half an hour of work is spent on it.
  const earlier = before === undefined ? [] : readRuns(before);
  const runs: Measured[] = [];
  const failed: string[] = [];
  for (const topic of topics) {
    try {
      runs.push(await measuredRun(topic, optionsOf(topic)));
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
  if (isDocumented) writeDocument(runs, earlier);
  const isReached = runs.every(({ figures }) => figures.every(({ pass }) => pass !== false));
  return failed.length === 0 && isReached ? 0 : 1;
}

async function measuredRun(topic: Topic, options: Options): Promise<Measured> {
  const begun = new Date();
  const figures = await figuresOf(topic, options);
  const seconds = Math.round((Date.now() - begun.getTime()) / 1000);
  process.stdout.write(`${tableOf(figures)}\n${topic.name} took ${seconds} s\n`);
  return measured(topic, options, figures, { begun, seconds });
}

async function figuresOf(topic: Topic, options: Options): Promise<Figure[]> {
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

function writeDocument(runs: readonly Measured[], earlier: readonly Measured[]): void {
  const pictures = new URL('performance/', DOCS);
  mkdirSync(pictures, { recursive: true });
  const file = fileURLToPath(new URL('figures.json', pictures));
  const kept: Kept = withBefore(runs.reduce(withRun, readKept(file)), earlier);
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  for (const { last, before } of Object.values(kept))
    writeFileSync(new URL(`${last.topic}.svg`, pictures), pictureOf(last, before));
  writeFileSync(
    new URL('performance.md', DOCS),
    documentOf(kept, {
      pictureOf: (topic) => `performance/${topic}.svg`,
      whyMissed: (topic) => TOPICS.find(({ name }) => name === topic)?.whyMissed,
    }),
  );
}

/** The exit code. */
async function main(): Promise<number> {
  let given: Arguments | 'help';
  try {
    given = readArguments(process.argv.slice(2));
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

// Each server that is open waits for the end of this process with a listener: of three markets there are more than ten.
process.setMaxListeners(0);
process.exitCode = await main();
