import { insertJobsOfMonths } from '@aegis/api/dist/test/jobs-of-months.js';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import type { Figure } from '../harness/figures.js';
import { requestsPerSecond } from '../harness/load.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { startReader } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';
import { insertPeople } from '../world/people.js';

/** The large market may take three times as long: a third of the answers in the same time. */
const LOWEST_RATIO = 1 / 3;
const SMALL = 1000;
/** What the page asks for. */
const DAYS = 14;
const PATH = `/api/v1/admin/overview?days=${DAYS}&timeZone=America/Los_Angeles`;

const named = (jobs: number, words: string): string => `overview, ${jobs.toLocaleString('en-US')} jobs ${words}`;

export const overview: Topic = {
  name: 'overview',
  summary: "the administrator's overview over HTTP, with a hundred times the jobs",
  together: { seconds: 2 },

  async run(bench) {
    const { jobs } = bench.options;
    const [small, old, busy] = [named(SMALL, 'in 14 days'), named(jobs, 'since the start'), named(jobs, 'in 14 days')];
    const contenders = [
      await market(bench, small, SMALL, DAYS),
      // As many a day as in the small one, and as many of them open.
      await market(bench, old, jobs, (DAYS * jobs) / SMALL),
      await market(bench, busy, jobs, DAYS),
    ];
    const measured = await alternate(contenders, bench.options.rounds, bench.tell);
    const figure = (name: string): Figure => ({
      name,
      value: medianOf(measured, name),
      unit: '/s',
      baseline: against(measured, name, small),
    });
    return [{ ...figure(old), bar: { kind: 'ratio at least', ratio: LOWEST_RATIO } }, figure(busy)];
  },
};

/** A market of its own on a database of its own, asked by one administrator, one request after the other. */
async function market(bench: Bench, name: string, jobs: number, days: number): Promise<Contender> {
  const { url, pool } = await createDatabase(bench);
  bench.tell(`Filling: ${name} ...`);
  await insertJobsOfMonths((sql, values) => pool.query(sql, values), {
    ...{ jobs, days, now: new Date() },
    openAmong: Math.round((DAYS * jobs) / days),
  });
  await pool.query('VACUUM ANALYZE');
  const [admin] = await insertPeople(pool, 'admin', 1);
  if (!admin) throw new Error('there is no administrator');
  const origin = await startReader(bench, url, await startStripe(bench));
  const ask = { path: PATH, token: admin.token };
  const { seconds } = bench.options;
  return { name, measure: () => requestsPerSecond(origin, () => ask, { connections: 1, seconds }) };
}
