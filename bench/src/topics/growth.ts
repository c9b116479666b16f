import {
  type MarketRead,
  NOTHING_TO_READ,
  openMarketToRead,
  type Readers,
  readsOf,
  TELLS_OF_MORE,
} from '@aegis/api/dist/test/market-reads.js';
import type pg from 'pg';
import { request } from 'undici';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { cpuOfConnections, UNTIL_PLANNED } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { against, alternate, type Contender, type Measurements, medianOf } from '../harness/rounds.js';
import { startReader } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';

const SMALL = 1000;
/** Over which both are spread: the large one has a hundred times the jobs a day. */
const DAYS = 60;
/** The large market may cost three times as much. */
const MOST = 3;
const REQUESTS = 10;
/** A database that answers at once: what is below is the same for both, whatever the ratio says. */
const NOTHING_MICROS = 300;

/** Asked every few seconds by who watches over the house. */
const WATCHED: MarketRead = { title: '/metrics', name: '/metrics', by: null, path: '/metrics' };

/** Of a server that is not for trying things out. */
const NOT_MEASURED: Readonly<Record<string, string>> = {
  ...NOTHING_TO_READ,
  'phones.list': 'nobody looks at what was sent to others',
};

export const growth: Topic = {
  name: 'growth',
  summary: 'CPU of the database for each read of the contract, with a thousand jobs and with --jobs',

  async run(bench) {
    const { jobs, rounds } = bench.options;
    const markets = [await openMarket(bench, SMALL), await openMarket(bench, jobs)] as const;
    const figures: Figure[] = [];
    for (const title of await answered(bench, markets[0])) {
      const [small, large] = markets.map((market) => reading(market, title));
      if (!small || !large) throw new Error('there are two markets');
      const measured = await alternate([small, large], rounds, () => {});
      const figure = figureOf(title, measured, [small.name, large.name]);
      bench.tell(`  ${figure.name}: x${figure.baseline?.ratio.toFixed(2)}`);
      figures.push(figure);
    }
    return figures.sort((a, b) => (b.baseline?.ratio ?? 0) - (a.baseline?.ratio ?? 0));
  },
};

function figureOf(title: string, measured: Measurements, [small, large]: readonly [string, string]): Figure {
  const baseline = against(measured, large, small);
  const isNothing = medianOf(measured, large) <= NOTHING_MICROS;
  const more = TELLS_OF_MORE[nameIn(title)];
  return {
    name: more === undefined ? title : `${title} (${more})`,
    value: medianOf(measured, large),
    unit: 'us CPU',
    baseline,
    ...(more === undefined && !isNothing && { bar: { kind: 'ratio at most', ratio: MOST } as const }),
  };
}

/** `group.name` of the contract. */
const nameIn = (title: string): string => title.split(' ')[0] ?? '';

interface Market {
  name: string;
  origin: string;
  pool: pg.Pool;
  tokens: Readers['tokens'];
  /** By their titles, which are the same in both markets. */
  reads: ReadonlyMap<string, MarketRead>;
}

async function openMarket(bench: Bench, jobs: number): Promise<Market> {
  const { url, pool } = await createDatabase(bench);
  const name = `${jobs.toLocaleString('en-US')} jobs`;
  bench.tell(`Filling: ${name} ...`);
  const rows = async (sql: string, values?: unknown[]): Promise<Record<string, string>[]> =>
    (await pool.query<Record<string, string>>(sql, values)).rows;
  const readers = await openMarketToRead(rows, { jobs, days: DAYS, now: new Date() });
  await pool.query('VACUUM ANALYZE');
  const origin = await startReader(bench, url, await startStripe(bench));
  const reads = new Map([...readsOf(readers), WATCHED].map((read) => [read.title, read]));
  return { name, origin, pool, tokens: readers.tokens, reads };
}

async function statusOf({ origin, tokens }: Market, { by, path }: MarketRead): Promise<number> {
  const { statusCode, body } = await request(origin + path, {
    headers: { ...(by && { authorization: `Bearer ${tokens[by]}` }) },
  });
  await body.arrayBuffer();
  return statusCode;
}

/**
 * What is measured: a fast refusal is no result.
 * @throws with all reads that are refused though there is something to read
 */
async function answered(bench: Bench, market: Market): Promise<string[]> {
  const titles: string[] = [];
  const refused: string[] = [];
  for (const [title, read] of market.reads) {
    const status = await statusOf(market, read);
    if (status === 200) titles.push(title);
    else if (nameIn(title) in NOT_MEASURED) bench.tell(`  not measured, ${NOT_MEASURED[nameIn(title)]}: ${title}`);
    else refused.push(`${title} answered ${status}`);
  }
  if (refused.length > 0) throw new Error(refused.join('\n'));
  return titles;
}

/** Microseconds of CPU of the database a request. */
function reading(market: Market, title: string): Contender {
  const { name, pool } = market;
  const ask = async (): Promise<void> => {
    const read = market.reads.get(title);
    const status = read && (await statusOf(market, read));
    if (status !== 200) throw new Error(`${title} answered ${status}`);
  };
  let isWarm = false;
  const measure = async (): Promise<number> => {
    for (let execution = 0; !isWarm && execution < UNTIL_PLANNED; execution++) await ask();
    isWarm = true;
    const before = await cpuOfConnections(pool);
    for (let execution = 0; execution < REQUESTS; execution++) await ask();
    return ((await cpuOfConnections(pool)) - before) / REQUESTS;
  };
  return { name, measure };
}
