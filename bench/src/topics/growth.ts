import { createHash, randomBytes } from 'node:crypto';
import type { UserRole } from '@aegis/contract';
import { insertJobsOfMonths } from '@aegis/api/dist/test/jobs-of-months.js';
import type pg from 'pg';
import { request } from 'undici';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { cpuOfServer, UNTIL_PLANNED } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { against, alternate, type Contender, type Measurements, medianOf } from '../harness/rounds.js';
import { startApi } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';

const SMALL = 1000;
/** Over which both are spread: the large one has a hundred times the jobs a day. */
const DAYS = 60;
/** The large market may cost three times as much. */
const MOST = 3;
const REQUESTS = 10;
/** A database that answers at once: what is below is the same for both, whatever the ratio says. */
const NOTHING_MICROS = 300;

/** `needs`: why the answer itself grows. */
interface Read {
  by: UserRole;
  path: string;
  needs?: string;
}

const READS: readonly Read[] = [
  { by: 'admin', path: '/health/ready' },
  { by: 'customer', path: '/api/v1/jobs' },
  { by: 'customer', path: '/api/v1/jobs?status=completed' },
  { by: 'customer', path: '/api/v1/jobs/JOB' },
  { by: 'customer', path: '/api/v1/jobs/JOB/timeline' },
  { by: 'customer', path: '/api/v1/jobs/JOB/payments' },
  { by: 'customer', path: '/api/v1/jobs/JOB/match-explanation' },
  { by: 'customer', path: '/api/v1/jobs/JOB/trail' },
  { by: 'customer', path: '/api/v1/notifications' },
  { by: 'customer', path: '/api/v1/notifications/unread' },
  { by: 'customer', path: '/api/v1/users/me' },
  { by: 'customer', path: '/api/v1/users/me/places' },
  { by: 'customer', path: '/api/v1/users/me/export', needs: 'five times the jobs of one person' },
  { by: 'guard', path: '/api/v1/jobs' },
  { by: 'guard', path: '/api/v1/guards/me/offers' },
  { by: 'guard', path: '/api/v1/guards/me/earnings', needs: 'five times the jobs of one person' },
  {
    by: 'admin',
    path: '/api/v1/admin/overview?days=14&timeZone=America/Los_Angeles',
    needs: 'sums over all jobs of fourteen days',
  },
  { by: 'admin', path: '/api/v1/admin/board', needs: 'a hundred times the open jobs' },
  { by: 'admin', path: '/api/v1/admin/jobs' },
  { by: 'admin', path: '/api/v1/admin/jobs?status=completed' },
  { by: 'admin', path: '/api/v1/admin/jobs/JOB' },
  { by: 'admin', path: '/api/v1/admin/users' },
  { by: 'admin', path: '/api/v1/admin/search?words=Gate%205' },
  { by: 'admin', path: '/api/v1/admin/payments' },
  { by: 'admin', path: '/api/v1/admin/guards/pending' },
  { by: 'admin', path: '/api/v1/admin/privacy-requests' },
  { by: 'admin', path: '/api/v1/admin/retention' },
  { by: 'admin', path: '/api/v1/admin/audit-log' },
];

export const growth: Topic = {
  name: 'growth',
  summary: 'CPU of the database for each read of the API, with a thousand jobs and with --jobs',

  async run(bench) {
    const { jobs, rounds } = bench.options;
    const markets = [await openMarket(bench, SMALL), await openMarket(bench, jobs)] as const;
    await refuseUnanswered(markets[0]);
    const figures: Figure[] = [];
    for (const read of READS) {
      const [small, large] = markets.map((market) => reading(market, read));
      if (!small || !large) throw new Error('there are two markets');
      const measured = await alternate([small, large], rounds, () => {});
      const figure = figureOf(read, measured, [small.name, large.name]);
      bench.tell(`  ${figure.name}: x${figure.baseline?.ratio.toFixed(2)}`);
      figures.push(figure);
    }
    return figures.sort((a, b) => (b.baseline?.ratio ?? 0) - (a.baseline?.ratio ?? 0));
  },
};

function figureOf(read: Read, measured: Measurements, [small, large]: readonly [string, string]): Figure {
  const baseline = against(measured, large, small);
  const isNothing = medianOf(measured, large) <= NOTHING_MICROS;
  return {
    name: `${read.by}: ${read.path.replace('/api/v1', '')}${read.needs ? ` (${read.needs})` : ''}`,
    value: medianOf(measured, large),
    unit: 'us CPU',
    baseline,
    ...(!read.needs && !isNothing && { bar: { kind: 'ratio at most', ratio: MOST } as const }),
  };
}

interface Market {
  name: string;
  origin: string;
  pool: pg.Pool;
  tokens: Record<UserRole, string>;
  jobId: string;
}

async function openMarket(bench: Bench, jobs: number): Promise<Market> {
  const { url, pool } = await createDatabase(bench);
  const name = `${jobs.toLocaleString('en-US')} jobs`;
  bench.tell(`Filling: ${name} ...`);
  await insertJobsOfMonths((sql, values) => pool.query(sql, values), { jobs, days: DAYS, now: new Date() });
  await pool.query(
    `INSERT INTO timeline (job_id, type, actor_id, actor_role, details, occurred_at)
     SELECT id, 'job.requested', customer_id, 'customer', '{}', requested_at FROM jobs`,
  );
  await pool.query(
    `INSERT INTO users (email, password_hash, first_name, last_name, role, status)
     VALUES ('admin@months.example', 'none', 'Kim', 'Admin', 'admin', 'active')`,
  );
  const { rows } = await pool.query<{ id: string; customer: string; guard: string }>(
    `SELECT id, customer_id AS customer, guard_id AS guard FROM jobs WHERE status = 'completed' ORDER BY requested_at DESC LIMIT 1`,
  );
  const [job] = rows;
  if (!job) throw new Error('there is no job');
  const { rows: admins } = await pool.query<{ id: string }>(`SELECT id FROM users WHERE role = 'admin'`);
  const tokens = {
    customer: await signIn(pool, job.customer),
    guard: await signIn(pool, job.guard),
    admin: await signIn(pool, admins[0]?.id ?? ''),
  };
  await pool.query('INSERT INTO guard_profiles (user_id) SELECT id FROM users WHERE role = $1 ON CONFLICT DO NOTHING', [
    'guard',
  ]);
  await pool.query('VACUUM ANALYZE');
  return { name, origin: await startApi(bench, url, await startStripe(bench)), pool, tokens, jobId: job.id };
}

async function signIn(pool: pg.Pool, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  await pool.query(
    `INSERT INTO sessions (user_id, token_hash, expires_at) VALUES ($1, $2, now() + interval '7 days')`,
    [userId, hash],
  );
  return token;
}

/** @throws for an answer that is none: a fast refusal is no result. */
async function askFor({ origin, tokens, jobId }: Market, { by, path }: Read): Promise<void> {
  const url = origin + path.replace('JOB', jobId);
  const { statusCode, body } = await request(url, { headers: { authorization: `Bearer ${tokens[by]}` } });
  const answer = await body.text();
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${answer}`);
}

/** All of them at once: they are told together. */
async function refuseUnanswered(market: Market): Promise<void> {
  const asked = await Promise.allSettled(READS.map((read) => askFor(market, read)));
  const refused = asked.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  if (refused.length > 0) throw new Error(refused.join('\n'));
}

/** Microseconds of CPU of the database a request. */
function reading(market: Market, read: Read): Contender {
  const { name, pool } = market;
  const ask = (): Promise<void> => askFor(market, read);
  let isWarm = false;
  const measure = async (): Promise<number> => {
    for (let execution = 0; !isWarm && execution < UNTIL_PLANNED; execution++) await ask();
    isWarm = true;
    const before = await cpuOfServer(pool);
    for (let execution = 0; execution < REQUESTS; execution++) await ask();
    return ((await cpuOfServer(pool)) - before) / REQUESTS;
  };
  return { name, measure };
}
