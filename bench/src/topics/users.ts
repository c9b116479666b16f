import { setTimeout as delay } from 'node:timers/promises';
import { fillLivedCity, insertLivedSites, lifeOf } from '@aegis/api/dist/test/lived-city.js';
import type pg from 'pg';
import { Pool } from 'undici';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { cpuMicrosOf, cpuOfServer, untilAtRest } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { median } from '../harness/rounds.js';
import { startApiProcess } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';
import { insertPeople, type Person } from '../world/people.js';
import { WalkingPhone } from '../world/phone.js';
import { insertWatches, type Watch } from '../world/watches.js';

const SIZES = [500, 5000];
const WARMING = 2000;
/** As often each of them asks for something: a page that is open, a phone that reports. */
const PAUSE_MS = 5000;
const CITY_GUARDS = 10_000;
const JOBS_OPEN = 50;
const ERRORS_ALLOWED = 0.001;
const BY_ARITHMETIC = 50_000;
const MICROS_PER_SECOND = 1_000_000;
/** Requests of one process under way at once: more users wait for a connection, as behind a proxy. */
const CONNECTIONS = 200;

interface Step {
  method: 'GET' | 'POST';
  path: string;
  token: string;
  body?: object;
}

export const users: Topic = {
  name: 'users',
  summary: `${SIZES.join(' and ')} people at once, a request each five seconds, reads and writes of an evening, and the CPU of each`,

  async run(bench) {
    const { url, pool } = await createDatabase(bench);
    bench.tell(`Filling a city of ${CITY_GUARDS} guards ...`);
    await fillLivedCity(pool, lifeOf(CITY_GUARDS, bench.options.offers));
    await pool.query(`SELECT create_location_partition(current_date + n) FROM generate_series(-1, 1) AS n`);
    const [customer] = await insertPeople(pool, 'customer', 1);
    if (!customer) throw new Error('there is no customer');
    const open = (await insertLivedSites(pool, customer.id, JOBS_OPEN)).map(({ id }) => id);
    const watches = await insertWatches(pool, Math.max(...SIZES) / 2);
    const server = await startApiProcess(bench, url, await startStripe(bench));
    await untilAtRest(pool);
    const figures: Figure[] = [];
    // The first to come pay for plans and compiled code; nobody else would be measured with them.
    await measureCrowd(bench, { pool, server, people: peopleOf(watches.slice(0, WARMING / 2), customer, open) });
    for (const size of SIZES) {
      const people = peopleOf(watches.slice(0, size / 2), customer, open);
      figures.push(...(await measureCrowd(bench, { pool, server, people })));
    }
    return figures;
  },
};

/** What somebody does next, as often as they are asked. */
type PersonAtWork = () => Step;

/** Guards at work report where they are and look; customers look at their jobs, at where the guard is, and some at who could come. */
function peopleOf(watches: readonly Watch[], booking: Person, open: readonly string[]): PersonAtWork[] {
  return watches.flatMap((watch, index) => {
    const phone = new WalkingPhone(watch);
    const get = (person: Person, path: string): Step => ({
      method: 'GET',
      path: `/api/v1${path}`,
      token: person.token,
    });
    const report = (): Step => ({
      method: 'POST',
      path: phone.path,
      token: watch.guard.token,
      body: { fixes: [phone.fix()] },
    });
    const guard = [
      report,
      report,
      report,
      () => get(watch.guard, `/jobs/${watch.jobId}`),
      () => get(watch.guard, '/notifications/unread'),
    ];
    const search = (): Step => get(booking, `/jobs/${open[index % open.length] ?? ''}/candidates`);
    const customer = [
      () => get(watch.customer, '/jobs'),
      () => get(watch.customer, `/jobs/${watch.jobId}`),
      index % 10 === 0 ? search : () => get(watch.customer, `/jobs/${watch.jobId}/timeline`),
      () => get(watch.customer, '/notifications/unread'),
      () => get(watch.customer, '/notifications'),
    ];
    return [inTurn(guard, index), inTurn(customer, index)];
  });
}

function inTurn(steps: readonly (() => Step)[], first: number): PersonAtWork {
  let turn = first;
  return () => {
    const step = steps[turn++ % steps.length];
    if (!step) throw new Error('there is nothing to do');
    return step();
  };
}

interface Crowd {
  pool: pg.Pool;
  server: { origin: string; pid: number };
  people: readonly PersonAtWork[];
}

interface Tally {
  milliseconds: number[];
  failed: number;
}

async function measureCrowd(bench: Bench, { pool, server, people }: Crowd): Promise<Figure[]> {
  const tally: Tally = { milliseconds: [], failed: 0 };
  const rounds = Math.max(bench.options.rounds, Math.ceil((bench.options.seconds * 1000) / PAUSE_MS));
  const before = { server: cpuMicrosOf(server.pid), database: await cpuOfServer(pool) };
  const begun = performance.now();
  const connections = new Pool(server.origin, { connections: CONNECTIONS, pipelining: 1 });
  try {
    await Promise.all(
      people.map((next, index) => live(connections, next, (index / people.length) * PAUSE_MS, rounds, tally)),
    );
  } finally {
    await connections.close();
  }
  const seconds = (performance.now() - begun) / 1000;
  const requests = tally.milliseconds.length;
  const spent = {
    server: (cpuMicrosOf(server.pid) - before.server) / requests,
    database: ((await cpuOfServer(pool)) - before.database) / requests,
  };
  const size = people.length.toLocaleString('en-US');
  bench.tell(`${size} users: ${requests} requests, ${tally.failed} refused`);
  const cores = ((BY_ARITHMETIC / (PAUSE_MS / 1000)) * (spent.server + spent.database)) / MICROS_PER_SECOND;
  const late = [...tally.milliseconds].sort((a, b) => a - b)[Math.floor(requests * 0.99)] ?? Number.NaN;
  return [
    { name: `requests, ${size} users`, value: requests / seconds, unit: '/s' },
    { name: `answer, median, ${size} users`, value: median(tally.milliseconds), unit: 'ms' },
    { name: `answer, one in a hundred, ${size} users`, value: late, unit: 'ms' },
    {
      name: `refused, ${size} users`,
      value: tally.failed / requests,
      unit: 'of all',
      bar: { kind: 'at most', value: ERRORS_ALLOWED, words: 'one in a thousand' },
    },
    { name: `server a request, ${size} users`, value: spent.server, unit: 'us CPU' },
    { name: `database a request, ${size} users`, value: spent.database, unit: 'us CPU' },
    { name: `${BY_ARITHMETIC.toLocaleString('en-US')} users by that CPU`, value: cores, unit: 'cores' },
  ];
}

/** One of them: asks, waits for the rest of the five seconds, asks again. Who is answered late begins late. */
async function live(
  connections: Pool,
  next: PersonAtWork,
  startMs: number,
  rounds: number,
  tally: Tally,
): Promise<void> {
  await delay(startMs);
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const { method, path, token, body } = next();
    const { statusCode, body: answer } = await connections.request({
      method,
      path,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    await answer.arrayBuffer();
    const took = performance.now() - begun;
    tally.milliseconds.push(took);
    if (statusCode !== 200) tally.failed++;
    if (round < rounds - 1) await delay(Math.max(0, PAUSE_MS - took));
  }
}
