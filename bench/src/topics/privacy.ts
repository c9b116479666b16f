import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { ErasureInSteps } from '@aegis/api/dist/src/features/privacy/erasure/erasure-in-steps.js';
import { PersonEraser } from '@aegis/api/dist/src/features/privacy/erasure/person-eraser.js';
import { PrivacyRequestsRepository } from '@aegis/api/dist/src/features/privacy/privacy-requests.repository.js';
import { Clock } from '@aegis/api/dist/src/platform/clock/clock.js';
import { Database } from '@aegis/api/dist/src/platform/database/database.js';
import { applicationDataSource } from '@aegis/api/dist/src/startup/application-data-source.js';
import { insertJobsOfMonths } from '@aegis/api/dist/test/jobs-of-months.js';
import type pg from 'pg';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { cpuOfConnections } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { against, alternate, type Contender, median, medianOf } from '../harness/rounds.js';

const LONGEST_SECONDS = 5;
/** Somebody has about as many jobs in either market. */
const SMALL = 1000;
const MOST_OF_SMALL = 3;
/** A market with many decisions made both export and erasure of everybody impossible once. */
const DECISIONS = 31_000;
const RANKED = 20;
const STATEMENT_TIMEOUT_MS = 15_000;

/** What the jobs of months leave out: two rows of the timeline a job, and rankings of guards. */
const TIMELINE = `
  INSERT INTO timeline (job_id, type, actor_id, actor_role, details, occurred_at)
  SELECT id, type, customer_id, 'customer', '{"reason": "Kim was late"}', requested_at
  FROM jobs, unnest(ARRAY['job.requested', 'job.cancelled']) AS type`;
const RANKINGS = `
  INSERT INTO match_decisions (id, job_id, wave, step, reason, radius_meters, inputs, ranking, offered, decided_at, next_at)
  SELECT gen_random_uuid(), j.id, 1, 1, 'wave', 24140,
    jsonb_build_object('candidates', (
      SELECT jsonb_agg(jsonb_build_object('guardId', guards.ids[1 + (j.n * 7 + place) % cardinality(guards.ids)],
        'distanceMeters', place * 321.5)) FROM generate_series(1, $2::int) AS place)),
    '[]', 3, now(), now()
  FROM (SELECT id, row_number() OVER () AS n FROM jobs LIMIT $1) j,
    (SELECT array_agg(id) AS ids FROM users WHERE role = 'guard') guards`;

const ROLES = ['customer', 'guard'] as const;
type Role = (typeof ROLES)[number];

export const privacy: Topic = {
  name: 'privacy',
  summary: 'the erasure of a customer and of a guard in a market of many jobs (--jobs 1000000), beside a small one',

  async run(bench) {
    const small = await openMarket(bench, SMALL);
    const large = await openMarket(bench, bench.options.jobs);
    const figures: Figure[] = [];
    for (const role of ROLES) figures.push(...(await measureErasures(bench, small, large, role)));
    return figures;
  },
};

async function measureErasures(bench: Bench, small: Market, large: Market, role: Role): Promise<Figure[]> {
  const seconds = new Map<Market, number[]>([small, large].map((market) => [market, []]));
  const erasing = (market: Market): Contender => ({
    name: nameOf(role, market),
    measure: async () => {
      const [before, begun] = [await cpuOfConnections(market.pool), performance.now()];
      await market.eraseNext(role);
      seconds.get(market)?.push((performance.now() - begun) / 1000);
      return ((await cpuOfConnections(market.pool)) - before) / 1000;
    },
  });
  const measured = await alternate([erasing(small), erasing(large)], bench.options.rounds, bench.tell);
  const [name, beside] = [nameOf(role, large), nameOf(role, small)];
  // The first round is for warming up.
  const value = median((seconds.get(large) ?? []).slice(1));
  return [
    { name, value, unit: 's', bar: { kind: 'at most', value: LONGEST_SECONDS, words: `${LONGEST_SECONDS} s` } },
    {
      ...{ name: `database, ${name}`, value: medianOf(measured, name), unit: 'ms CPU' },
      baseline: against(measured, name, beside),
      bar: { kind: 'ratio at most', ratio: MOST_OF_SMALL },
    },
  ];
}

const nameOf = (role: Role, { jobs }: Market): string => `erasure of a ${role}, ${jobs.toLocaleString('en-US')} jobs`;

interface Market {
  jobs: number;
  pool: pg.Pool;
  /** Of those with the most jobs another one each time. */
  eraseNext: (role: Role) => Promise<void>;
}

async function openMarket(bench: Bench, jobs: number): Promise<Market> {
  const { url, pool } = await createDatabase(bench);
  bench.tell(`Filling: ${jobs.toLocaleString('en-US')} jobs ...`);
  await insertJobsOfMonths((sql, values) => pool.query(sql, values), { jobs, days: 1000, now: new Date() });
  await pool.query(TIMELINE);
  await pool.query(RANKINGS, [Math.min(jobs, DECISIONS), RANKED]);
  await pool.query('VACUUM ANALYZE');
  const connection = { url, poolSize: 2, statementTimeoutMs: STATEMENT_TIMEOUT_MS, embedded: false };
  const dataSource = await applicationDataSource(connection).initialize();
  bench.atEnd(() => dataSource.destroy());
  const [database, clock] = [new Database(dataSource), new Clock()];
  const requests = new PrivacyRequestsRepository(database);
  const erasure = new ErasureInSteps(requests, new PersonEraser(database), database, clock);
  const needed = bench.options.rounds + 1;
  const left = { customer: await busiest(pool, 'customer', needed), guard: await busiest(pool, 'guard', needed) };
  const eraseNext = async (role: Role): Promise<void> => {
    const userId = left[role].shift();
    if (userId === undefined) throw new Error(`there is no ${role} left`);
    const now = clock.now();
    const request = { id: randomUUID(), userId, kind: 'erasure', cause: 'on_request', format: null } as const;
    await requests.insert({ ...request, requestedAt: now, dueAt: now });
    const finish = async (): Promise<void> => void (await requests.finish(request.id, 'done', { at: clock.now() }));
    if (!(await erasure.carryOn(request, { isEnding: () => false, finish }))) throw new Error('nobody was erased');
  };
  return { jobs, pool, eraseNext };
}

/** Those with the most jobs, closed as they are when their days of grace are over; another one for each round. */
async function busiest(pool: pg.Pool, role: Role, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `UPDATE users SET deleted_at = now(), status = 'inactive' WHERE id IN (
       SELECT ${role}_id FROM jobs WHERE ${role}_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT $1) RETURNING id`,
    [count],
  );
  return rows.map(({ id }) => id);
}
