import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { City, type CityOptions } from './city.js';
import { DayCosts } from './costs.js';
import { playGuards } from './demo-guards.js';
import { allJobs, invariantsOf, shiftsOf } from './invariants.js';
import { Random } from './random.js';
import { figuresOf, verdictsOf } from './report.js';
import { VirtualServer } from './virtual-server.js';

const HELP = `npm run city -- [options]

Guards and customers as programs live through a day by the public interface: they book, edit, accept, decline, withdraw,
come, come late or not at all, stand at a gate that is not at the pin, leave the post, leave early, and forget to check
out; some are suspended, some licences end. The clock of the server is the simulation's, so that hours take minutes and the same seed gives
the same figures. Runs on a database of its own that is thrown away.

  --guards N      how many guards there are (500)
  --customers N   how many customers (200)
  --hours N       for how long they book (8); every job is then lived through to its end
  --days N        the same in days, with a shift of each guard on each: 28 take hours
  --seed N        which day it is (7)
  --speed N       at most N times as fast as life; 0: as fast as the machine goes (0)
  --costs         say at the end what the day has cost in CPU (on PostgreSQL, on Linux): docs/capacity.md compares it
  --demo          instead: plays the seeded guards for a human who books in the browser, on the server at AEGIS_URL or
                  http://127.0.0.1:3000, until it is stopped; --speed is how much faster they drive and work (60)
  --help          this text

Exit code: 0 all invariants hold, 1 one is broken or the run failed, 2 wrong usage.`;

const BEGINNING = new Date('2030-01-07T08:00:00.000Z');
const WRONG_USAGE = 2;
const BROKEN_OFF = 130;
const DEFAULT_DEMO_SPEED = 60;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

interface Arguments extends CityOptions {
  seed: number;
  speed: number | undefined;
  costs: boolean;
  demo: boolean;
  help: boolean;
}

function readArguments(): Arguments {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      ...{ guards: text, customers: text, hours: text, days: text, seed: text, speed: text },
      ...{ costs: { type: 'boolean' }, demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    },
  });
  return {
    guards: number('guards', values.guards ?? '500', 1),
    customers: number('customers', values.customers ?? '200', 1),
    hours: values.days === undefined ? number('hours', values.hours ?? '8', 0.1) : 24 * number('days', values.days, 1),
    seed: number('seed', values.seed ?? '7', 0),
    speed: values.speed === undefined ? undefined : number('speed', values.speed, 0),
    costs: values.costs ?? false,
    demo: values.demo ?? false,
    help: values.help ?? false,
  };
}

function number(name: string, given: string, least: number): number {
  const value = Number(given);
  if (!Number.isFinite(value) || value < least) throw new TypeError(`--${name} is a number from ${least} on.`);
  return value;
}

async function simulate({ seed, speed = 0, costs: areAsked, ...options }: Arguments): Promise<number> {
  const server = await VirtualServer.start(BEGINNING);
  // Its database would outlive a run that is broken off.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void server.close().finally(() => process.exit(BROKEN_OFF)));
  try {
    tell(`The city runs on ${server.engine}`);
    const { rules } = await server.admin.web.config();
    const city = new City(server, new Random(seed), options, rules, pacedBy(speed));
    await city.settleIn(tell);
    const costs = areAsked ? DayCosts.begin(server) : null;
    await city.liveThrough();
    for (const line of (await costs?.lines(city)) ?? []) tell(line);
    say(`${options.guards} guards, ${options.customers} customers, ${options.hours} hours, seed ${seed}\n`);
    const jobs = await allJobs(server.admin);
    const shifts = await shiftsOf(server.admin, jobs);
    for (const line of figuresOf(city, rules, shifts)) say(line);
    const invariants = await invariantsOf(server.admin, city.guards, jobs, shifts);
    say('');
    for (const line of verdictsOf(invariants)) say(line);
    return invariants.every(({ broken }) => broken.length === 0) ? 0 : 1;
  } finally {
    await server.close();
  }
}

/** Waits where the city would run ahead of life times `speed`; tells of every hour. */
function pacedBy(speed: number): (now: Date) => Promise<void> {
  const begun = performance.now();
  let hour = 0;
  return async (now) => {
    const livedMs = now.getTime() - BEGINNING.getTime();
    while (Math.floor(livedMs / 3_600_000) > hour)
      tell(`hour ${++hour} after ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    if (speed > 0) await delay(Math.max(0, livedMs / speed - (performance.now() - begun)));
  };
}

async function main(): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    tell(`${error.message}\n\n${HELP}`);
    return WRONG_USAGE;
  }
  if (given.help) {
    say(HELP);
    return 0;
  }
  return given.demo ? playGuards(given.speed ?? DEFAULT_DEMO_SPEED, say) : simulate(given);
}

process.exitCode = await main();
