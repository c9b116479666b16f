import { insertJobsOfMonths } from '@aegis/api/dist/test/jobs-of-months.js';
import type pg from 'pg';
import type { Bench, Topic } from '../harness/bench.js';
import { cpuOfServer } from '../harness/database-cpu.js';
import { createFollowed } from '../harness/database.js';
import type { Figure } from '../harness/figures.js';
import { type Ask, requestsPerSecond } from '../harness/load.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { startReader } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';
import { insertPeople } from '../world/people.js';

/** More than eight of ten parts of the CPU have to be another server's. */
const MOST_LEFT = 0.2;
const DAYS = 30;
const CONNECTIONS = 4;
/** Primary, replica and server share this machine: on a busy one a replica is late for want of a processor, which is not what is measured. */
const PATIENCE_MS = '5000';
/** What an administrator has open, and looks for. */
const PAGES = [
  `/overview?days=14&timeZone=America/Los_Angeles`,
  `/board`,
  `/jobs?limit=50`,
  `/jobs?limit=50&status=completed`,
  `/jobs?words=gate`,
  `/users?limit=50`,
  `/users?words=kim`,
  `/payments?limit=50`,
  `/audit-log?limit=50`,
].map((page) => `/api/v1/admin${page}`);

const NAMED = {
  alone: 'CPU of the primary for a read of administrators, alone',
  left: 'CPU of the primary for it, with a replica',
  moved: 'CPU of the replica for it',
};

export const replicas: Topic = {
  name: 'replicas',
  summary: 'CPU of the primary that lists and overview cost, alone and with a streaming replica',

  async run(bench) {
    const { jobs } = bench.options;
    const primary = await createFollowed(bench);
    bench.tell(`Filling: ${jobs} jobs ...`);
    await insertJobsOfMonths((sql, values) => primary.pool.query(sql, values), { jobs, days: DAYS, now: new Date() });
    await primary.pool.query('VACUUM ANALYZE');
    const [admin] = await insertPeople(primary.pool, 'admin', 1);
    if (!admin) throw new Error('there is no administrator');
    const replica = await primary.follow();
    const stripe = await startStripe(bench);
    const alone = await startReader(bench, primary.url, stripe);
    const replicated = await startReader(bench, primary.url, stripe, {
      DATABASE_REPLICA_URLS: replica.url,
      DATABASE_REPLICA_MAX_LAG_MS: PATIENCE_MS,
    });
    const next = pagesOf(admin.token);
    const contender = (name: string, origin: string, pool: pg.Pool): Contender => ({
      name,
      measure: () => cpuOfRead(bench, origin, pool, next),
    });
    const contenders = [
      contender(NAMED.alone, alone, primary.pool),
      contender(NAMED.left, replicated, primary.pool),
      contender(NAMED.moved, replicated, replica.pool),
    ];
    const measured = await alternate(contenders, bench.options.rounds, bench.tell);
    const figure = (name: string): Figure => ({
      name,
      value: medianOf(measured, name),
      unit: 'us',
      baseline: against(measured, name, NAMED.alone),
    });
    return [{ ...figure(NAMED.left), bar: { kind: 'ratio at most', ratio: MOST_LEFT } }, figure(NAMED.moved)];
  },
};

function pagesOf(token: string): () => Ask {
  let turn = 0;
  return () => ({ path: PAGES[turn++ % PAGES.length] ?? '', token });
}

/** Microseconds of a server's CPU, with all that runs there meanwhile: what it costs to follow is a part of it. */
async function cpuOfRead(bench: Bench, origin: string, pool: pg.Pool, next: () => Ask): Promise<number> {
  const { seconds } = bench.options;
  const before = await cpuOfServer(pool);
  let reads = 0;
  const counted = (): Ask => {
    reads++;
    return next();
  };
  await requestsPerSecond(origin, counted, { connections: CONNECTIONS, seconds });
  return ((await cpuOfServer(pool)) - before) / reads;
}
