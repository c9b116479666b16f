import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { request } from 'undici';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { UNTIL_PLANNED, warmAll } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { type Ask, perSecond } from '../harness/load.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { startApi, startBaseline } from '../servers/contenders.js';
import { candidatesFor, type SearchedJob } from '../baselines/candidates.js';
import { type BoundStatement, nearestGuards, neighboursOf, searchStatements } from '../servers/statements.js';
import { startStripe } from '../servers/stripe.js';
import { fillCity, insertSites } from '../world/city.js';
import { insertPeople } from '../world/people.js';
import { compareAssignments } from './assigning.js';
import { candidateLists, inTurn } from './candidate-lists.js';
import { guardsOnDuty, POSITIONS_PER_SECOND, whilePositionsChange } from './positions.js';
import { figuresAcrossSizes, sizeOf } from './sizes.js';
import { withinRadius } from './within-radius.js';

const LOWEST_RATIO = 0.7;
/** The rare requirement against the common one. */
const RARE_OF_COMMON = 1 / 30;
/** The search while positions change against the search alone. */
const BUSY_OF_IDLE = 0.5;
/** Jobs that wait together in the comparison of assignments: few guards for them, so that they get in each other's way. */
const JOBS_ASSIGNED = 100;
/** More places than a run needs to keep single pages from deciding. */
const SITES = 200;
/** Guards of a first wave. */
const ASKED = 3;
const ANSWERS_COMPARED = 20;

const OURS = 'GET /jobs/:id/candidates';
const HANDLER = 'Fastify + pg by hand';
const LIST_SQL = 'the SQL of the list alone, pg';
const SQL = 'the SQL of the search alone, pg';
const BEST = 'the best three of all in the radius, pg';
const USUAL = 'ST_DWithin + ORDER BY, pg';
const RARE_SQL = 'the SQL alone, rare requirement';
const BUSY_SQL = `the SQL alone, with ${POSITIONS_PER_SECOND.toLocaleString('en-US')} positions/s`;
/** One in a few thousand guards. */
const RARE = {
  requiredClearanceLevel: 'executive' as const,
  requiredSkills: ['access control', 'cctv', 'close protection', 'crowd control', 'first aid', 'patrol'],
};

export const matching: Topic = {
  name: 'matching',
  summary: 'nearest eligible guards over HTTP, beside a hand-written handler of the same SQL',
  together: { seconds: 2 },

  async run(bench) {
    bench.tell(
      'Both servers look the session up, read the job and list 50 guards who fit with the same statement, prepared.',
    );
    const figures: Figure[] = [];
    const searches = new Map<number, Contender>();
    for (const guards of bench.options.guards) figures.push(...(await measureCity(bench, guards, searches)));
    return [...figures, ...(await figuresAcrossSizes(bench, SQL, searches))];
  },
};

async function measureCity(bench: Bench, guards: number, searches: Map<number, Contender>): Promise<Figure[]> {
  const { url, pool } = await createDatabase(bench);
  bench.tell(`Filling a city with ${guards} guards ...`);
  await fillCity(pool, guards);
  const [customer] = await insertPeople(pool, 'customer', 1);
  if (!customer) throw new Error('there is no customer');
  const sites = await insertSites(pool, customer.id, SITES);
  const stripe = await startStripe(bench);
  const [ours, handler] = [await startApi(bench, url, stripe), await startBaseline(bench, url, stripe)];
  const asks = sites.map(({ id }) => ({ path: `/api/v1/jobs/${id}/candidates`, token: customer.token }));
  await refuseDifferentAnswers(bench, ours, handler, asks.slice(0, ANSWERS_COMPARED));

  const { connections, seconds } = bench.options;
  const sql = async (name: string, statements: readonly BoundStatement[]): Promise<Contender> => {
    const following = inTurn(statements);
    await warmAll(pool, statements.slice(0, UNTIL_PLANNED));
    return { name, measure: () => perSecond(connections, seconds, async () => void (await pool.query(following()))) };
  };
  const statements = sites.map((site) => nearestGuards(site));
  for (const line of await compareAssignments(pool, statements.slice(0, JOBS_ASSIGNED))) bench.tell(line);
  const idle = await sql(SQL, statements);
  bench.tell(await differences(pool, sites));
  const rare = sites.map((site) => nearestGuards({ ...site, ...RARE }));
  const contenders = [
    candidateLists(bench, OURS, ours, asks),
    candidateLists(bench, HANDLER, handler, asks),
    await sql(LIST_SQL, sites.map(neighboursOf)),
    idle,
    await sql(RARE_SQL, rare),
    await busyOf(bench, pool, idle),
    bestOf(bench, pool, sites),
    await sql(USUAL, statements.map(withinRadius)),
  ];
  const measured = await alternate(contenders, bench.options.rounds, bench.tell);
  const size = sizeOf(guards);
  searches.set(guards, idle);
  const figure = (name: string, baseline: string): Figure => ({
    name: `${name}, ${size}`,
    value: medianOf(measured, name),
    unit: '/s',
    baseline: against(measured, name, baseline),
  });
  return [
    { ...figure(OURS, HANDLER), bar: { kind: 'ratio at least', ratio: LOWEST_RATIO } },
    figure(HANDLER, LIST_SQL),
    figure(SQL, USUAL),
    figure(BEST, SQL),
    { ...figure(RARE_SQL, SQL), bar: { kind: 'ratio at least', ratio: RARE_OF_COMMON } },
    { ...figure(BUSY_SQL, SQL), bar: { kind: 'ratio at least', ratio: BUSY_OF_IDLE } },
  ];
}

/** A fast wrong answer is worth nothing: both servers must give the same list. */
async function refuseDifferentAnswers(
  bench: Bench,
  ours: string,
  handler: string,
  asks: readonly Ask[],
): Promise<void> {
  let candidates = 0;
  for (const { path, token } of asks) {
    const [left, right] = await Promise.all([answerOf(ours + path, token), answerOf(handler + path, token)]);
    if (!isDeepStrictEqual(left, right)) throw new Error(`${path}: the two servers do not answer the same`);
    candidates += left.items.length;
  }
  if (candidates === 0) throw new Error('no job has a candidate: there is nothing to measure');
  bench.tell(`Same answers from both; ${(candidates / asks.length).toFixed(1)} candidates a job.`);
}

async function answerOf(url: string, token: string): Promise<{ items: unknown[] }> {
  const { statusCode, body } = await request(url, { headers: { authorization: `Bearer ${token}` } });
  if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${await body.text()}`);
  return (await body.json()) as { items: unknown[] };
}

/** The same search while guards move. */
async function busyOf(bench: Bench, pool: pg.Pool, idle: Contender): Promise<Contender> {
  const moving = await guardsOnDuty(pool);
  const measure = async (): Promise<number> => {
    const { result, perSecond: changed } = await whilePositionsChange(pool, moving, () => idle.measure());
    bench.tell(`  ${changed.toFixed(0)} positions/s changed meanwhile`);
    return result;
  };
  return { name: BUSY_SQL, measure };
}

/** Both statements of the search for a first wave, as dispatch sends them. */
function bestOf({ options: { connections, seconds } }: Bench, pool: pg.Pool, sites: readonly SearchedJob[]): Contender {
  const next = inTurn(sites);
  const ask = async (): Promise<void> => void (await candidatesFor(pool, searchStatements(), next(), ASKED));
  return { name: BEST, measure: () => perSecond(connections, seconds, ask) };
}

/** How often the best of the nearest fifty are others than the best of all in the radius. */
async function differences(pool: pg.Pool, sites: readonly SearchedJob[]): Promise<string> {
  let differ = 0;
  for (const site of sites) {
    const [near, all] = [
      await candidatesFor(pool, searchStatements(), site, ASKED, { ofNearestOnly: true }),
      await candidatesFor(pool, searchStatements(), site, ASKED),
    ].map((ranked) => ranked.slice(0, ASKED).map(({ guardId }) => guardId));
    if (!isDeepStrictEqual(near, all)) differ++;
  }
  return `The best ${ASKED} of all in the radius are others than those of the nearest fifty for ${differ} of ${sites.length} jobs.`;
}
