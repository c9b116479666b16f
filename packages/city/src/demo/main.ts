import { parseArgs } from 'node:util';
import { Booking } from './booking.js';
import { checksOf, type Records } from './books.js';
import { CUSTOMER_EMAIL, signInAll } from './cast.js';
import { showMail } from './outbox.js';
import { findServer, type RunningServer } from './running-server.js';
import { DemoFailure, meters, Stage } from './stage.js';

const HELP = `Plays one booking through the public HTTP API: a customer books a guard in Los Angeles, the nearest accepts,
drives there, checks in, works, checks out, and both see the money, to the cent. Takes about half a minute.

  npm run demo              against the server at AEGIS_URL or http://127.0.0.1:3000; where none runs, it starts one on a
                            temporary directory and stops it at the end
  npm run demo -- --help    this text

It uses the demo accounts, touches no job but its own, and can be played as often as you like.
Exits with 1 and the name of what failed when anything did not come out as it must.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const isColoured = process.stdout.isTTY === true && !process.env.NO_COLOR;

const EXIT_FAILED = 1;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    say(HELP);
    return 0;
  }
  const stage = new Stage(say, isColoured);
  const brokenOff = onSignal();
  const server = await stage.step(
    'Server',
    () => findServer(process.env, brokenOff, say),
    ({ url, origin }) => `${url} (${origin})`,
  );
  try {
    return await Promise.race([play(stage, server), rejectionOf(brokenOff)]);
  } finally {
    await server.stop();
  }
}

async function play(stage: Stage, { url, outbox }: RunningServer): Promise<number> {
  const cast = await stage.step(
    'Sign in',
    () => signInAll(url),
    ({ guards }) => `customer, ${guards.length} guards, administrator`,
  );
  const records = await new Booking(stage, cast).play();
  if (outbox !== undefined) {
    stage.headline('Mail');
    await showMail(stage, cast.customer, CUSTOMER_EMAIL, outbox);
  }
  return tell(stage, records);
}

/** What is left of the booking, and whether it adds up. */
function tell(stage: Stage, records: Records): number {
  const { timeline, trail, job } = records;
  stage.headline(`Timeline of job ${job.id}`);
  const first = Date.parse(timeline[0]?.at ?? '');
  stage.table(
    ['after', 'event', 'by', 'change'],
    timeline.map(({ at, type, actor, from, to }) => [
      `${((Date.parse(at) - first) / 1000).toFixed(2)} s`,
      type,
      actor.role,
      to ? `${from ?? 'new'} -> ${to}` : '',
    ]),
  );
  stage.note(`Trail: ${meters(trail.properties.lengthMeters)} in ${trail.properties.fixes} fixes`);
  stage.headline('Checks');
  const checks = checksOf(records);
  for (const { ok, name, seen } of checks) stage.verdict(ok, `${name}: ${seen}`);
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) {
    stage.headline(`All ${checks.length} checks hold.`);
    return 0;
  }
  process.stderr.write(`\nFailed: ${failed.map(({ name }) => name).join('; ')}\n`);
  return EXIT_FAILED;
}

/** A server of our own must not outlive a demo that is broken off: the signal is a failure like others. */
function onSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => controller.abort(new DemoFailure('It was broken off.')));
  return controller.signal;
}

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const refuse = (): void => reject(signal.reason as DemoFailure);
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse);
  });

function explain(error: unknown): number {
  const text = error instanceof DemoFailure ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\nThe demo failed. ${text}\n`);
  return EXIT_FAILED;
}

// A demo that was broken off still waits for its next step: the process is not kept for that.
process.exit(await main().catch(explain));
