import type pg from 'pg';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { cpuMicrosOf, cpuOfServer } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { perSecond } from '../harness/load.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { type OurServer, startApiProcess, startFixesBaseline } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';
import { WalkingPhone } from '../world/phone.js';
import { insertWatches, type Watch } from '../world/watches.js';
import { measureRetention } from './retention.js';
import { postAll, singleFixes } from './uploads.js';

const GUARDS = 2000;
const BATCH_FIXES = 100;

const OURS = 'one fix a request, durable';
const BARE = 'bare Fastify, writes nothing';
const ONE_ROW = 'Fastify + pg, a row a request';
const GROUPED = 'group commit and nothing else';
const BATCHES = 'batches of 100, durable';
const RAW = '100-row inserts, pg';

export const fixes: Topic = {
  name: 'fixes',
  summary: 'positions in: single, in batches, beside bare Fastify and raw inserts; a day dropped, beside DELETE',
  whyMissed:
    'group commit alone is 1.6 times one row a request, so that half of it, the other bar, is 0.8. Of the server’s time a sixth is collecting garbage; what else is dear is spread over parsing, the session, the check of each position and the answer. Node 24 takes about half of it. The files of a day go after the locks: no read waits longer than is said beside.',
  together: { seconds: 2, historyRows: 2_000_000 },

  async run(bench) {
    bench.tell(
      'Ours proves the session and whose job it is, grades by the fixes before, and answers after the commit.',
    );
    const { url, pool } = await createDatabase(bench);
    await pool.query(`SELECT create_location_partition(current_date + n) FROM generate_series(-1, 1) AS n`);
    const watches = await insertWatches(pool, GUARDS);
    const ours = await startApiProcess(bench, url, await startStripe(bench));
    const baseline = await startFixesBaseline(bench, url);
    const single = await measureSingle(bench, { ours, baseline, pool }, watches);
    const batches = await measureBatches(bench, ours.origin, pool, watches);
    return [...single, ...batches, ...(await measureRetention(bench, pool))];
  },
};

interface Servers {
  ours: OurServer;
  baseline: OurServer;
  pool: pg.Pool;
}

async function measureSingle(bench: Bench, servers: Servers, watches: Watch[]): Promise<Figure[]> {
  const phones = watches.map((watch) => new WalkingPhone(watch));
  const pathOf = (prefix: string) => (phone: WalkingPhone) => `/${prefix}/${phone.watch.jobId}`;
  const { ours, baseline } = servers;
  const contenders = [
    singleFixes(bench, OURS, ours.origin, phones, (phone) => phone.path),
    singleFixes(bench, BARE, baseline.origin, phones, pathOf('bare')),
    singleFixes(bench, ONE_ROW, baseline.origin, phones, pathOf('one-row')),
    singleFixes(bench, GROUPED, baseline.origin, phones, pathOf('grouped')),
  ];
  const measured = await alternate(contenders, bench.options.rounds, bench.tell);
  const figure = (name: string, against_: string, ratio?: number): Figure => ({
    name,
    value: medianOf(measured, name),
    unit: '/s',
    baseline: against(measured, name, against_),
    ...(ratio !== undefined && { bar: { kind: 'ratio at least', ratio } as const }),
  });
  // Beside bare Fastify there is no bar: it answers before anything is written, and the trial beside ours shows what a commit costs.
  return [
    figure(OURS, GROUPED, 0.5),
    figure(OURS, ONE_ROW, 1.3),
    figure(OURS, BARE),
    figure(GROUPED, BARE),
    figure(GROUPED, ONE_ROW),
    ...(await measureCpu(bench, servers, contenders)),
  ];
}

/** What a fix costs where: of a rate on a busy machine nobody can tell. */
async function measureCpu(bench: Bench, { ours, baseline, pool }: Servers, posts: Contender[]): Promise<Figure[]> {
  const costing = (post: Contender, cpu: () => Promise<number> | number): Contender => ({
    name: post.name,
    measure: async () => {
      const [before, begun] = [await cpu(), performance.now()];
      const stored = (await post.measure()) * ((performance.now() - begun) / 1000);
      return ((await cpu()) - before) / stored;
    },
  });
  const figures: Figure[] = [];
  const pidOf = (name: string): number => (name === OURS ? ours.pid : baseline.pid);
  const compared = posts.filter(({ name }) => name === OURS || name === GROUPED);
  for (const where of ['server', 'database'] as const) {
    const contenders = compared.map((post) =>
      costing(post, () => (where === 'server' ? cpuMicrosOf(pidOf(post.name)) : cpuOfServer(pool))),
    );
    const measured = await alternate(contenders, bench.options.rounds, () => {});
    const [name, unit] = [`${where}, ${OURS}`, 'us CPU'];
    figures.push({ name, unit, value: medianOf(measured, OURS), baseline: against(measured, OURS, GROUPED) });
  }
  return figures;
}

async function measureBatches(bench: Bench, ours: string, pool: pg.Pool, watches: Watch[]): Promise<Figure[]> {
  const { connections, seconds, rounds } = bench.options;
  const half = watches.length / 2;
  const phones = watches.slice(0, half).map((watch) => new WalkingPhone(watch));
  const rawPhones = watches.slice(half).map((watch) => new WalkingPhone(watch));
  const contenders: Contender[] = [
    {
      name: BATCHES,
      measure: async () =>
        BATCH_FIXES *
        (await postAll(
          ours,
          connections,
          seconds,
          phones,
          ({ path }) => path,
          (phone) => phone.kept(BATCH_FIXES),
        )),
    },
    {
      name: RAW,
      measure: async () => BATCH_FIXES * (await perSecond(connections, seconds, () => insertRaw(pool, rawPhones))),
    },
  ];
  const measured = await alternate(contenders, rounds, bench.tell);
  return [
    {
      name: BATCHES,
      value: medianOf(measured, BATCHES),
      unit: 'fixes/s',
      baseline: against(measured, BATCHES, RAW),
      bar: { kind: 'ratio at least', ratio: 0.65 },
    },
  ];
}

const COLUMNS = 8;
const RAW_INSERT = {
  name: 'raw_100',
  text: `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, speed_mps, heading_degrees, recorded_at)
    VALUES ${Array.from({ length: BATCH_FIXES }, (_, row) => {
      const at = (column: number): string => `$${row * COLUMNS + column}`;
      const point = `ST_SetSRID(ST_MakePoint(${at(3)}, ${at(4)}), 4326)::geography`;
      return `(${at(1)}, ${at(2)}, ${point}, ${at(5)}, ${at(6)}, ${at(7)}, ${at(8)})`;
    }).join(', ')} ON CONFLICT DO NOTHING`,
};

async function insertRaw(pool: pg.Pool, free: WalkingPhone[]): Promise<void> {
  const phone = free.shift();
  if (!phone) throw new Error('there are fewer guards than connections');
  const { guard, jobId } = phone.watch;
  const values = phone
    .kept(BATCH_FIXES)
    .flatMap((fix) => [
      guard.id,
      jobId,
      fix.lng,
      fix.lat,
      fix.accuracyMeters,
      fix.speedMps,
      fix.headingDegrees,
      fix.recordedAt,
    ]);
  await pool.query({ ...RAW_INSERT, values });
  free.push(phone);
}
