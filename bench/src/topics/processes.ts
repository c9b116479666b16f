import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Bench, Topic } from '../harness/bench.js';
import { cpuMicrosOf, cpuOfDatabase } from '../harness/database-cpu.js';
import type { Bar, Figure } from '../harness/figures.js';
import { type Cluster, startCluster } from '../servers/cluster.js';
import { compareWays, type Database, type Way } from './two-ways.js';

const LOWEST_RATIO = 1.6;
const MOST_MEGABYTES = 200;
/** A core for each of two processes, one for the load and the Stripe double, three for the database: with fewer the machine decides. */
const CORES = 6;
const KB_PER_MB = 1024;
const MICROS_PER_SECOND = 1_000_000;

interface Running extends Cluster {
  database: Database;
}

export const processes: Topic = {
  name: 'processes',
  summary: 'bookings and matching by two processes beside one, whose CPU it is, and the memory of the second',
  whyMissed:
    'started it is below the bar; after nearly a thousand bookings at the limit of the machine the heap has grown as far as 24 GB of memory invite it to. The soak, at a steady load, stays flat at about 320 MB.',

  async run(bench) {
    const running: Running[] = [];
    const ofSize = (processes: number, name: string): Way => ({
      name,
      start: async (database, stripe) => {
        const cluster = await startCluster(bench, database.url, stripe, processes);
        running.push({ ...cluster, database });
        return cluster.origin;
      },
    });
    const memory = { atRest: 0 };
    const two = ofSize(2, 'two processes');
    const figures = await compareWays(
      bench,
      {
        ...two,
        start: async (...given) => {
          const origin = await two.start(...given);
          memory.atRest = ownMegabytesOf(running.at(-1)?.pids[1]);
          return origin;
        },
      },
      ofSize(1, 'one process'),
    );
    const [pair] = running;
    if (!pair) throw new Error('nothing was started');
    return [
      ...figures.map((figure) => ({ ...figure, ...barHere(bench) })),
      await shareOfDatabase(pair),
      megabytes('memory of a second process, started', memory.atRest),
      megabytes('memory of a second process, after the load', ownMegabytesOf(pair.pids[1])),
    ];
  },
};

/** On a smaller machine two processes take the cores from the database that one has left it. */
function barHere(bench: Bench): { bar?: Bar } {
  if (availableParallelism() >= CORES) return { bar: { kind: 'ratio at least', ratio: LOWEST_RATIO } };
  bench.tell(
    `${availableParallelism()} cores: no bar on the ratio, which takes ${CORES}; the database's share is shown.`,
  );
  return {};
}

/** Of all that was computed for two processes from their start on: the load and the doubles left out. */
async function shareOfDatabase({ pids, database }: Running): Promise<Figure> {
  const ours = pids.reduce((sum, pid) => sum + cpuMicrosOf(pid), 0) / MICROS_PER_SECOND;
  const theirs = (await cpuOfDatabase(database.pool)) / MICROS_PER_SECOND;
  return {
    name: 'CPU of the database, two processes',
    value: theirs,
    unit: 's',
    baseline: { name: 'CPU of the processes', value: ours, ratio: theirs / ours },
  };
}

const megabytes = (name: string, value: number): Figure => ({
  name,
  value,
  unit: 'MB',
  bar: { kind: 'at most', value: MOST_MEGABYTES, words: 'what no other process shares' },
});

/** What the machine would have more without it. */
function ownMegabytesOf(pid = 0): number {
  const lines = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').matchAll(/^Private_\w+: +(\d+) kB$/gm);
  return [...lines].reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0) / KB_PER_MB;
}
