import { execFileSync } from 'node:child_process';
import type pg from 'pg';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { cpuMicrosOf } from '../harness/database-cpu.js';
import type { Figure } from '../harness/figures.js';
import { requestsPerSecond } from '../harness/load.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { type OurServer, startApiProcess } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';
import { fillCity, insertSites } from '../world/city.js';
import { insertPeople } from '../world/people.js';
import { WalkingPhone } from '../world/phone.js';
import { insertWatches, type Watch } from '../world/watches.js';
import { singleFixes } from './uploads.js';

const GUARDS_AT_WORK = 2000;
const CITY_GUARDS = 10_000;
const SITES = 200;

export const node: Topic = {
  name: 'node',
  summary:
    'the same servers on another Node (--other-node) and on that of the bench: single fixes, and candidates over HTTP',
  needsOtherNode: true,
  together: { seconds: 2 },

  async run(bench) {
    const { otherNode } = bench.options;
    const runtimes = [
      { name: `Node ${process.versions.node}`, file: undefined },
      { name: `Node ${versionOf(otherNode ?? '')}`, file: otherNode },
    ];
    const { url, pool } = await createDatabase(bench);
    const world = await fill(bench, pool);
    const stripe = await startStripe(bench);
    const servers = new Map<string, OurServer>();
    for (const { name, file } of runtimes) servers.set(name, await startApiProcess(bench, url, stripe, file));
    return [
      ...(await compared(bench, 'one fix a request, durable', servers, (server) => fixesOn(bench, server, world))),
      ...(await compared(bench, 'GET /jobs/:id/candidates', servers, (server) => candidatesOn(bench, server, world))),
    ];
  },
};

const versionOf = (file: string): string => execFileSync(file, ['--version'], { encoding: 'utf8' }).trim().slice(1);

interface World {
  watches: readonly Watch[];
  asks: readonly { path: string; token: string }[];
}

async function fill(bench: Bench, pool: pg.Pool): Promise<World> {
  bench.tell(`Filling a city with ${CITY_GUARDS} guards ...`);
  await fillCity(pool, CITY_GUARDS);
  const [customer] = await insertPeople(pool, 'customer', 1);
  if (!customer) throw new Error('there is no customer');
  const sites = await insertSites(pool, customer.id, SITES);
  await pool.query(`SELECT create_location_partition(current_date + n) FROM generate_series(-1, 1) AS n`);
  const watches = await insertWatches(pool, GUARDS_AT_WORK);
  const asks = sites.map(({ id }) => ({ path: `/api/v1/jobs/${id}/candidates`, token: customer.token }));
  return { watches, asks };
}

const fixesOn = (bench: Bench, { origin }: OurServer, { watches }: World): Contender['measure'] =>
  singleFixes(
    bench,
    origin,
    origin,
    watches.map((watch) => new WalkingPhone(watch)),
    ({ path }) => path,
  ).measure;

function candidatesOn(bench: Bench, { origin }: OurServer, { asks }: World): Contender['measure'] {
  const { connections, seconds } = bench.options;
  let turn = 0;
  const next = (): World['asks'][number] => {
    const ask = asks[turn++ % asks.length];
    if (!ask) throw new Error('there is no job to ask about');
    return ask;
  };
  return () => requestsPerSecond(origin, next, { connections, seconds });
}

/** How many a second, and what CPU of the server each takes: both of the same rounds. */
async function compared(
  bench: Bench,
  what: string,
  servers: ReadonlyMap<string, OurServer>,
  measureOn: (server: OurServer) => Contender['measure'],
): Promise<Figure[]> {
  const micros = new Map<string, number[]>();
  const contenders = [...servers].map(([name, server]): Contender => {
    const [measure, spent] = [measureOn(server), [] as number[]];
    micros.set(name, spent);
    return {
      name,
      measure: async () => {
        const [before, begun] = [cpuMicrosOf(server.pid), performance.now()];
        const rate = await measure();
        spent.push((cpuMicrosOf(server.pid) - before) / (rate * ((performance.now() - begun) / 1000)));
        return rate;
      },
    };
  });
  const rates = await alternate(contenders, bench.options.rounds, bench.tell);
  // The first round is for warming up.
  const costs = new Map([...micros].map(([name, spent]) => [name, spent.slice(1)]));
  const [here = '', other = ''] = servers.keys();
  return [
    { name: `${what}, ${other}`, value: medianOf(rates, other), unit: '/s', baseline: against(rates, other, here) },
    {
      name: `server, ${what}, ${other}`,
      value: medianOf(costs, other),
      unit: 'us CPU',
      baseline: against(costs, other, here),
    },
  ];
}
