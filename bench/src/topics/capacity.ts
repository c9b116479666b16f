import type pg from 'pg';
import type { Bench, Topic } from '../harness/bench.js';
import type { Costs } from '../capacity/model.js';
import { demandTable } from '../capacity/table.js';
import { createDatabase } from '../harness/database.js';
import { cpuMicrosOf, cpuOfServer, walBytesOf } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { type OurServer, startApiProcess } from '../servers/contenders.js';
import { untilQueueIsEmpty } from '../harness/queue.js';
import { startStripe } from '../servers/stripe.js';
import { insertPeople } from '../world/people.js';
import { insertPosts, type Post } from '../world/posts.js';
import { openPayoutAccounts, playInParallel } from './bookings.js';
import { LifeCycles } from './life-cycle.js';
import { measureWatched } from './live.js';

/** Played before the first that counts: code is compiled as it is used, and plans are chosen. */
const WARM_UP = 40;
const UNITS: Readonly<Record<keyof Costs, [name: string, unit: string]>> = {
  bookingServer: ['booking, created to paid out: server', 'us CPU'],
  bookingDatabase: ['booking, created to paid out: database', 'us CPU'],
  fixServer: ['fix stored and told to who watches: server', 'us CPU'],
  fixDatabase: ['fix stored and told to who watches: database', 'us CPU'],
  streamKilobytes: ['open stream, resident', 'KB'],
  bookingWalBytes: ['booking in the write-ahead log', 'bytes'],
  fixWalBytes: ['fix in the write-ahead log', 'bytes'],
  bookingBytes: ['booking on disk, with indexes', 'bytes'],
  fixBytes: ['fix on disk, with indexes', 'bytes'],
};

export const capacity: Topic = {
  name: 'capacity',
  summary:
    'what a booking, a fix and a stream cost in CPU, memory and disk, and what markets up to ten million ask for',

  async run(bench) {
    const { messages, ...booking } = await costOfBookings(bench);
    const costs: Costs = { ...booking, ...(await costOfFixes(bench)) };
    const [headings = [], ...rows] = demandTable(costs);
    for (const cells of [headings, headings.map(() => '---'), ...rows]) bench.tell(`| ${cells.join(' | ')} |`);
    return [
      ...Object.entries(UNITS).map(([key, [name, unit]]): Figure => ({ name, value: costs[key as keyof Costs], unit })),
      { name: 'messages of a booking', value: messages, unit: 'messages' },
    ];
  },
};

type OfBookings = Pick<Costs, 'bookingServer' | 'bookingDatabase' | 'bookingWalBytes' | 'bookingBytes'> & {
  messages: number;
};

async function costOfBookings(bench: Bench): Promise<OfBookings> {
  const { url, pool } = await createDatabase(bench);
  const stripe = await startStripe(bench);
  const { lifeCycles, connections } = bench.options;
  const customers = await insertPeople(pool, 'customer', connections);
  const posts = await insertPosts(pool, WARM_UP + lifeCycles);
  await openPayoutAccounts(pool, stripe, posts);
  const server = await startApiProcess(bench, url, stripe);
  await stripe.sendEventsTo(`${server.origin}/api/v1/webhooks/stripe`);
  const play = new LifeCycles(server.origin, connections);
  bench.atEnd(() => play.close());
  const playAll = async (some: readonly Post[]): Promise<void> => {
    await playInParallel(play, customers, some);
    await untilQueueIsEmpty(pool);
    await stripe.deliverEvents();
    await untilQueueIsEmpty(pool);
  };
  await playAll(posts.slice(0, WARM_UP));
  const kept = await keptBy(pool);
  const spent = await spentBy(server, pool);
  await playAll(posts.slice(WARM_UP));
  const spentAfter = await spentBy(server, pool);
  const keptAfter = await keptBy(pool);
  return {
    bookingServer: (spentAfter.server - spent.server) / lifeCycles,
    bookingDatabase: (spentAfter.database - spent.database) / lifeCycles,
    bookingWalBytes: (spentAfter.walBytes - spent.walBytes) / lifeCycles,
    bookingBytes: (keptAfter.bytes - kept.bytes) / lifeCycles,
    messages: (keptAfter.messages - kept.messages) / lifeCycles,
  };
}

async function spentBy({ pid }: OurServer, pool: pg.Pool) {
  return { server: cpuMicrosOf(pid), database: await cpuOfServer(pool), walBytes: await walBytesOf(pool) };
}

async function keptBy(pool: pg.Pool): Promise<{ bytes: number; messages: number }> {
  // Rows that are no longer there leave room that is used again: it is not what a booking keeps.
  await pool.query('VACUUM FULL');
  const { rows } = await pool.query<{ bytes: string; messages: string }>(
    'SELECT pg_database_size(current_database()) AS bytes, (SELECT count(*) FROM messages) AS messages',
  );
  return { bytes: Number(rows[0]?.bytes), messages: Number(rows[0]?.messages) };
}

async function costOfFixes(
  bench: Bench,
): Promise<Pick<Costs, 'fixServer' | 'fixDatabase' | 'fixWalBytes' | 'fixBytes' | 'streamKilobytes'>> {
  const { url, pool } = await createDatabase(bench);
  const { streamKilobytes, steady } = await measureWatched(bench, url, pool);
  const { rows } = await pool.query<{ bytes: string }>(
    `SELECT sum(pg_total_relation_size(inhrelid)) / (SELECT count(*) FROM location_history) AS bytes
     FROM pg_inherits WHERE inhparent = 'location_history'::regclass`,
  );
  return {
    fixServer: steady.server / steady.fixes,
    fixDatabase: steady.database / steady.fixes,
    fixWalBytes: steady.walBytes / steady.fixes,
    streamKilobytes,
    fixBytes: Number(rows[0]?.bytes),
  };
}
