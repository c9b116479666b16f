import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, Topic } from '../harness/bench.js';
import { against, alternate, median, medianOf } from '../harness/rounds.js';
import { type ServerCommand, startProcess } from '../harness/server-process.js';

const MOST_TIMES_BARE = 1.5;
const ALLOWANCE_SECONDS = 2;

const OURS = 'second npm start';
const BARE = 'bare opening';

/** The script behind `npm start`; found from bench/dist/topics as from bench/src/topics. */
const START_SCRIPT = fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url));

export const start: Topic = {
  name: 'start',
  summary: 'starting on an embedded database that exists, beside opening its directory and nothing else',

  async run(bench) {
    const dataDir = mkdtempSync(join(tmpdir(), 'aegis-bench-start-'));
    bench.atEnd(() => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })));
    bench.tell('First start, which makes and fills the database ...');
    const first = await timed(bench, npmStart(dataDir));
    const memory = { ours: [] as number[], bare: [] as number[] };
    const seconds = async (command: ServerCommand, resident: number[]): Promise<number> => {
      const { seconds, megabytes } = await timed(bench, command);
      resident.push(megabytes);
      return seconds;
    };
    const contenders = [
      { name: OURS, measure: () => seconds(npmStart(dataDir), memory.ours) },
      { name: BARE, measure: () => seconds(bareOpening(dataDir), memory.bare) },
    ];
    const measured = await alternate(contenders, bench.options.rounds, bench.tell);
    const limit = MOST_TIMES_BARE * medianOf(measured, BARE) + ALLOWANCE_SECONDS;
    const words = `${MOST_TIMES_BARE} x bare + ${ALLOWANCE_SECONDS} s`;
    const baseline = { name: BARE, value: median(memory.bare), ratio: median(memory.ours) / median(memory.bare) };
    return [
      {
        name: OURS,
        value: medianOf(measured, OURS),
        unit: 's',
        baseline: against(measured, OURS, BARE),
        bar: { kind: 'at most', value: limit, words },
      },
      { name: 'resident memory after it', value: median(memory.ours), unit: 'MB', baseline },
      { name: 'first npm start', value: first.seconds, unit: 's' },
    ];
  },
};

const npmStart = (dataDir: string): ServerCommand => ({
  script: START_SCRIPT,
  env: { AEGIS_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', DATABASE_URL: '' },
  ready: /Ready, (\d+) MB resident/,
});

const bareOpening = (dataDir: string): ServerCommand => ({
  script: new URL('../servers/open-engine.js', import.meta.url),
  args: [join(dataDir, 'database')],
  ready: /Open, (\d+) MB resident/,
});

/** From the birth of the process to the line that says that it is ready. */
async function timed(bench: Bench, command: ServerCommand): Promise<{ seconds: number; megabytes: number }> {
  const begun = performance.now();
  const server = await startProcess(bench, command);
  const seconds = (performance.now() - begun) / 1000;
  await server.stop();
  return { seconds, megabytes: Number(server.readyLine[1]) };
}
