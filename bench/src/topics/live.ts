import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { Pool, request } from 'undici';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { cpuMicrosOf, cpuOfServer, walBytesOf } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { forEach } from '../harness/load.js';
import { median } from '../harness/rounds.js';
import { StreamReader } from '../harness/stream-reader.js';
import { type OurServer, startApiProcess } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';
import { WalkingPhone } from '../world/phone.js';
import { insertWatches, type Watch } from '../world/watches.js';

const OPENED_AT_ONCE = 50;
const STREAM_LIMIT_KB = 20;
const TIMES_THE_ANSWER = 5;
/** Guards who send at the same time, each the next fix when the one before was answered. */
const SENDERS = 16;
const SETTLE_MS = 3000;
const STEADY_STREAMS = 1000;
const STEADY_PER_SECOND = 100;
const STEADY_SECONDS = 10;

interface Latencies {
  /** Milliseconds from the request to its answer, and from the answer to the customer's event. */
  answers: number[];
  events: number[];
}

export const live: Topic = {
  name: 'live',
  summary: 'open event streams: memory of one, how long after its answer a fix is seen, and the CPU of a steady pace',
  together: { seconds: 2 },

  async run(bench) {
    const { url, pool } = await createDatabase(bench);
    const { streamKilobytes, rounds, steady } = await measureWatched(bench, url, pool);
    const shareOf = (micros: number): number => micros / steady.seconds / 10_000;
    const name = `${STEADY_PER_SECOND} positions/s to ${steady.streams.toLocaleString('en-US')} streams`;
    return [
      ...figuresOf(bench.options.streams, streamKilobytes, rounds),
      { name: `server, ${name}`, value: shareOf(steady.server), unit: '% of a core' },
      { name: `database, ${name}`, value: shareOf(steady.database), unit: '% of a core' },
    ];
  },
};

interface Watched {
  /** Resident, of one open stream. */
  streamKilobytes: number;
  rounds: Latencies[];
  steady: Spent;
}

/** Each of `streams` customers watches a guard of theirs, who sends positions. */
export async function measureWatched(bench: Bench, url: string, pool: pg.Pool): Promise<Watched> {
  await pool.query(`SELECT create_location_partition(current_date + n) FROM generate_series(-1, 1) AS n`);
  const watches = await insertWatches(pool, bench.options.streams);
  const server = await startApiProcess(bench, url, await startStripe(bench));
  const { origin } = server;
  const arrivals = new Map<string, (at: number) => void>();
  // Before memory is read for the first time, code is compiled and pools are filled.
  await sendAll(origin, watches, arrivals, bench.options.seconds, false);
  const before = await residentBytes(origin);
  bench.tell(`Opening ${watches.length} streams ...`);
  const readers = await openAll(bench, origin, watches, arrivals);
  await delay(SETTLE_MS);
  const after = await residentBytes(origin);
  const rounds: Latencies[] = [];
  for (let round = 0; round < bench.options.rounds; round++)
    rounds.push(await sendAll(origin, watches, arrivals, bench.options.seconds, true));
  for (const reader of readers.slice(STEADY_STREAMS)) reader.close();
  const steady = await spentAtSteadyPace(bench, {
    pool,
    server,
    watches: watches.slice(0, STEADY_STREAMS),
    arrivals,
  });
  for (const reader of readers) reader.close();
  return { streamKilobytes: (after - before) / watches.length / 1024, rounds, steady };
}

function figuresOf(streams: number, kilobytes: number, rounds: readonly Latencies[]): Figure[] {
  const answer = median(rounds.map(({ answers }) => p99(answers)));
  const event = median(rounds.map(({ events }) => p99(events)));
  return [
    {
      name: `memory of one of ${streams} streams`,
      value: kilobytes,
      unit: 'KB',
      bar: { kind: 'at most', value: STREAM_LIMIT_KB, words: 'resident, by open streams' },
    },
    { name: 'fix answered, p99', value: answer, unit: 'ms' },
    {
      name: 'from the answer to the event, p99',
      value: event,
      unit: 'ms',
      bar: { kind: 'at most', value: TIMES_THE_ANSWER * answer, words: '5 times the answer itself' },
    },
  ];
}

/** Microseconds of CPU, and bytes of the write-ahead log. */
interface Spent {
  server: number;
  database: number;
  walBytes: number;
  seconds: number;
  fixes: number;
  streams: number;
}

interface Steady {
  pool: pg.Pool;
  server: OurServer;
  watches: readonly Watch[];
  arrivals: Map<string, (at: number) => void>;
}

/** As in an evening of a thousand jobs: each position to the one who watches it, at a pace that nobody is short of breath at. */
async function spentAtSteadyPace(bench: Bench, { pool, server, watches, arrivals }: Steady): Promise<Spent> {
  const connections = new Pool(server.origin, { connections: SENDERS, pipelining: 1 });
  const latencies: Latencies = { answers: [], events: [] };
  const phones = watches.map((watch) => new WalkingPhone(watch));
  const count = Math.min(phones.length, STEADY_PER_SECOND * STEADY_SECONDS);
  const before = {
    server: cpuMicrosOf(server.pid),
    database: await cpuOfServer(pool),
    walBytes: await walBytesOf(pool),
  };
  const begun = performance.now();
  const sent: Promise<void>[] = [];
  for (const [index, phone] of phones.slice(0, count).entries()) {
    await delay(Math.max(0, begun + (index * 1000) / STEADY_PER_SECOND - performance.now()));
    sent.push(sendOne(connections, phone, arrivals, latencies, true));
  }
  await Promise.all(sent);
  const seconds = (performance.now() - begun) / 1000;
  await connections.close();
  bench.tell(`to ${watches.length} streams: from the answer to the event p99 ${p99(latencies.events).toFixed(2)} ms`);
  return {
    server: cpuMicrosOf(server.pid) - before.server,
    database: (await cpuOfServer(pool)) - before.database,
    walBytes: (await walBytesOf(pool)) - before.walBytes,
    seconds,
    fixes: count,
    streams: watches.length,
  };
}

async function openAll(
  bench: Bench,
  origin: string,
  watches: readonly Watch[],
  arrivals: ReadonlyMap<string, (at: number) => void>,
): Promise<StreamReader[]> {
  const readers: StreamReader[] = [];
  bench.atEnd(() => Promise.resolve(readers.forEach((reader) => reader.close())));
  await forEach(watches, OPENED_AT_ONCE, async ({ jobId, customer }) => {
    const onChunk = (text: string): void => {
      if (text.includes('event: location')) arrivals.get(jobId)?.(performance.now());
    };
    readers.push(await StreamReader.open(origin, `/api/v1/jobs/${jobId}/events`, customer.token, onChunk));
  });
  return readers;
}

async function sendAll(
  origin: string,
  watches: readonly Watch[],
  arrivals: Map<string, (at: number) => void>,
  seconds: number,
  isWatched: boolean,
): Promise<Latencies> {
  const pool = new Pool(origin, { connections: SENDERS, pipelining: 1 });
  const free = watches.map((watch) => new WalkingPhone(watch));
  const latencies: Latencies = { answers: [], events: [] };
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (performance.now() < end) {
        const phone = free.shift();
        if (!phone) return;
        await sendOne(pool, phone, arrivals, latencies, isWatched);
        free.push(phone);
      }
    }),
  );
  await pool.close();
  return latencies;
}

async function sendOne(
  pool: Pool,
  phone: WalkingPhone,
  arrivals: Map<string, (at: number) => void>,
  latencies: Latencies,
  isWatched: boolean,
): Promise<void> {
  const { jobId, guard } = phone.watch;
  const seen = isWatched ? new Promise<number>((resolve) => arrivals.set(jobId, resolve)) : null;
  const begun = performance.now();
  const { statusCode, body } = await pool.request({
    path: phone.path,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${guard.token}` },
    body: JSON.stringify({ fixes: [phone.fix()] }),
  });
  const text = await body.text();
  const answered = performance.now();
  if (statusCode !== 200 || !text.includes('"stored":1,'))
    throw new Error(`${phone.path} answered ${statusCode}: ${text}`);
  latencies.answers.push(answered - begun);
  // The event may overtake the answer: then it has taken no time.
  if (seen) latencies.events.push(Math.max(0, (await seen) - answered));
}

const p99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;

async function residentBytes(origin: string): Promise<number> {
  const { body } = await request(`${origin}/metrics`);
  const match = /^process_resident_memory_bytes (\S+)$/m.exec(await body.text());
  return Number(match?.[1]);
}
