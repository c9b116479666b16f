import 'reflect-metadata';
import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../database/seed/accounts.js';
import { LEAVE } from './platform/processes/messages.js';
import { ConfigurationError, readConfig, type Config } from './platform/config/config.js';
import { discardEmbeddedData } from './startup/open-database.js';
import { type RunningServer, startServer } from './startup/start.js';

const HELP = `Starts Aegis: embedded database, API and local Stripe double, or the servers named in the environment.

  npm start                 keeps the data of the last start (in .aegis/)
  npm start -- --fresh      begins anew: throws the embedded database away
  npm start -- --role http  answers requests only; ingest: takes positions in; worker: does the rest (default: all)
  npm start -- --help       this text

Environment: PORT (3000), HOST (127.0.0.1), DATABASE_URL, STRIPE_SECRET_KEY, ... see docs/configuration.md.`;

/** As a shell says it of a program that SIGTERM has ended. */
const STOPPED_EARLY = 143;

const startedAt = performance.now();
/** Of several processes the one that starts them speaks for all. */
const say = (line: string): void => void (cluster.isWorker || process.stdout.write(`${line}\n`));
const progress = (message: string): void =>
  say(`  ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${message}`);

function readArguments(): { fresh: boolean; help: boolean; role: string | undefined } {
  const { values } = parseArgs({
    options: { fresh: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, role: { type: 'string' } },
  });
  return { fresh: values.fresh ?? false, help: values.help ?? false, role: values.role };
}

async function main(): Promise<void> {
  const { fresh, help, role } = readArguments();
  if (help) return say(HELP);
  const config = readConfig({ ...process.env, ...(role !== undefined && { AEGIS_ROLE: role }) });
  if (fresh) beginAnew(config);
  // The first process of a container is not ended by a signal that it does not listen for.
  const giveUp = (): never => process.exit(STOPPED_EARLY);
  process.once('SIGTERM', giveUp).once('SIGINT', giveUp);
  const server = await startServer(config, progress);
  // The one before the other: in between a signal would end it where it stands, or, of a container, not at all.
  stopOnSignal(server);
  process.off('SIGTERM', giveUp).off('SIGINT', giveUp);
  announce(server);
}

function beginAnew(config: Config): void {
  if (config.databaseUrl) throw new ConfigurationError('--fresh is for the embedded database; unset DATABASE_URL');
  discardEmbeddedData(config);
}

function announce({ url, embedded }: RunningServer): void {
  const megabytes = Math.round(process.memoryUsage().rss / 1024 / 1024);
  progress(`Ready, ${megabytes} MB resident`);
  say(`\nAegis is at ${url}   (API: ${url}/api/docs)`);
  if (!embedded) return;
  say(`\nDemo accounts, password ${DEMO_PASSWORD}:`);
  for (const account of DEMO_ACCOUNTS) say(`  ${account.role.padEnd(9)} ${account.email}`);
  say('\nPlay a booking in another terminal: npm run demo      Stop: Ctrl-C');
}

function stopOnSignal(server: RunningServer): void {
  let isStopping = false;
  const stop = (leaves: boolean): void => {
    if (isStopping) return;
    isStopping = true;
    // A second signal does not wait any more.
    process.once('SIGINT', () => process.exit(130));
    (leaves ? server.leave() : server.stop()).then(
      () => process.exit(0),
      (error: unknown) => fail('did not stop as it should', error),
    );
  };
  process.once('SIGINT', () => stop(false));
  process.once('SIGTERM', () => stop(false));
  if (cluster.isWorker) process.on('message', (message) => message === LEAVE && stop(true));
}

function fail(what: string, error: unknown): never {
  const isExpected = error instanceof ConfigurationError;
  process.stderr.write(`Aegis ${what}: ${error instanceof Error ? error.message : String(error)}\n`);
  if (!isExpected && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}

main().catch((error: unknown) => fail('did not start', error));
