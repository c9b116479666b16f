import { isDeepStrictEqual } from 'node:util';
import { FROZEN_INDEXES } from '@aegis/api/dist/src/features/matching/spec-support/frozen-walk.js';
import { fillLivedCity, insertLivedSites, lifeOf } from '@aegis/api/dist/test/lived-city.js';
import pg from 'pg';
import type { Bench, Topic } from '../harness/bench.js';
import { copyOf, createDatabase, openPool } from '../harness/database.js';
import { cpuMicrosOf, processOf, UNTIL_PLANNED } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { SESSION_SETTINGS } from '../harness/sessions.js';
import { type BoundStatement, frozenSearch, nearestGuards } from '../servers/statements.js';
import { insertPeople } from '../world/people.js';
import { sizeOf } from './sizes.js';
import { withinRadius } from './within-radius.js';

const SITES = 60;
const OURS = 'search';
const ONCE = 'the search as it once was';
const USUAL = 'ST_DWithin + ORDER BY';
const RARE = 'search, rare requirement';
const MOST_OF_ONCE = 0.25;
const MOST_OF_USUAL = 0.7;
const MOST_OF_COMMON = 10;
/** One in a few thousand guards. */
const RARE_DEMAND = {
  requiredClearanceLevel: 'executive' as const,
  requiredSkills: ['patrol', 'access control', 'crowd control', 'first aid', 'night watch'],
};

export const search: Topic = {
  name: 'search',
  summary: "CPU of the database a search, in a city that has lived, beside its earlier form and the textbook's",
  whyMissed:
    'in a city of 10,000 three fifths of the time are the walk along the index itself (400 of 660 us), which the earlier form needs as well; history takes a fifth, other work a tenth. The fewer guards a city has, the less is left to be saved. What would move it is an index with fewer entries to be looked at: by clearance first, and partial ones, were within the noise.',
  together: { guards: [10_000, 100_000, 1_000_000] },

  async run(bench) {
    bench.tell(
      `Microseconds of CPU of PostgreSQL a search, every form warmed ${UNTIL_PLANNED} times, no parallel workers.`,
    );
    const figures: Figure[] = [];
    for (const guards of bench.options.guards) figures.push(...(await measureCity(bench, guards)));
    return figures;
  },
};

async function measureCity(bench: Bench, guards: number): Promise<Figure[]> {
  const life = lifeOf(guards, bench.options.offers);
  bench.tell(`Filling a city: ${JSON.stringify(life)} ...`);
  const city = await createDatabase(bench);
  await fillLivedCity(city.pool, life);
  const [customer] = await insertPeople(city.pool, 'customer', 1);
  if (!customer) throw new Error('there is no customer');
  const sites = await insertLivedSites(city.pool, customer.id, SITES);
  await city.pool.query('VACUUM ANALYZE');
  const once = await copyOf(bench, city);
  for (const sql of FROZEN_INDEXES) await once.pool.query(sql);
  await once.pool.query('VACUUM ANALYZE');
  const statements = sites.map((site) => nearestGuards(site));
  await refuseDifferentRows(bench, openPool(bench, city.url), once.pool, statements);
  const contenders = [
    await spending(bench, ONCE, once.url, statements.map(frozenSearch)),
    await spending(bench, USUAL, city.url, statements.map(withinRadius)),
    await spending(bench, OURS, city.url, statements),
    await spending(
      bench,
      RARE,
      city.url,
      sites.map((site) => nearestGuards({ ...site, ...RARE_DEMAND })),
    ),
  ];
  const measured = await alternate(contenders, bench.options.rounds, bench.tell);
  const figure = (name: string, baseline: string, ratio: number): Figure => ({
    name: `${name}, ${sizeOf(guards)}`,
    value: medianOf(measured, name),
    unit: 'us CPU',
    baseline: against(measured, name, baseline),
    bar: { kind: 'ratio at most', ratio },
  });
  return [figure(OURS, ONCE, MOST_OF_ONCE), figure(OURS, USUAL, MOST_OF_USUAL), figure(RARE, OURS, MOST_OF_COMMON)];
}

/** On a connection of its own, past the choice of its plan. @returns microseconds of CPU an execution */
async function spending(
  bench: Bench,
  name: string,
  url: string,
  statements: readonly BoundStatement[],
): Promise<Contender> {
  const client = new pg.Client({
    connectionString: url,
    options: `${SESSION_SETTINGS} -c max_parallel_workers_per_gather=0`,
  });
  await client.connect();
  bench.atEnd(() => client.end());
  const pid = await processOf(client);
  for (const statement of statements.slice(0, UNTIL_PLANNED)) await client.query(statement);
  const measure = async (): Promise<number> => {
    const before = cpuMicrosOf(pid);
    for (const statement of statements) await client.query(statement);
    return (cpuMicrosOf(pid) - before) / statements.length;
  };
  return { name, measure };
}

/** A fast wrong answer is worth nothing. */
async function refuseDifferentRows(
  bench: Bench,
  now: pg.Pool,
  once: pg.Pool,
  statements: readonly BoundStatement[],
): Promise<void> {
  let found = 0;
  for (const statement of statements) {
    const [ours, theirs] = [await now.query(statement), await once.query(frozenSearch(statement))];
    if (!isDeepStrictEqual(ours.rows, theirs.rows))
      throw new Error('the search and its earlier form find different rows');
    found += ours.rows.length;
  }
  if (found === 0) throw new Error('nobody is found: there is nothing to measure');
  bench.tell(`The same rows in the same order; ${(found / statements.length).toFixed(1)} guards a search.`);
}
