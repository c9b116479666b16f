import cluster, { type Worker } from 'node:cluster';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { ConfigurationError, readConfig } from './platform/config/config.js';
import { adviceOf } from './startup/advice.js';
import { Processes } from './startup/cluster/processes.js';
import { relay } from './startup/cluster/relay.js';
import { refuseUnshared } from './startup/cluster/unshared.js';

const HELP = `Starts Aegis in several processes on one port, on the servers named in the environment.

  npm run cluster                          one process a core
  npm run cluster -- --processes 4         as many as that
  npm run cluster -- --role http           answers requests only; ingest: takes positions in; worker: does the rest
  npm run cluster -- --help                this text

A process that dies is started again. SIGHUP, to the pid that is said at the start, replaces all of them one by one without a
pause, by what is compiled then: a new version after "npm run build" and "npm run db -- migrate". SIGTERM ends all.

Environment: DATABASE_URL and, for more than one process, REDIS_URL and STRIPE_SECRET_KEY; see docs/configuration.md.`;

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const MOST_PROCESSES = 256;
/** So long a process that is replaced waits for those who are connected to it: longer than a browser is between two requests. */
const LEAVE_MS = '5000';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readArguments(): { help: boolean; processes: number; role: string | undefined } {
  const { values } = parseArgs({
    options: { processes: { type: 'string' }, role: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const processes = Number(values.processes ?? availableParallelism());
  if (!Number.isInteger(processes) || processes < 1 || processes > MOST_PROCESSES)
    throw new ConfigurationError(`--processes: must be a number from 1 to ${MOST_PROCESSES}`);
  return { help: values.help ?? false, processes, role: values.role };
}

async function main(): Promise<void> {
  const { help, processes, role } = readArguments();
  if (help) return say(HELP);
  const environment = { STOP_DELAY_MS: LEAVE_MS, ...process.env, ...(role !== undefined && { AEGIS_ROLE: role }) };
  const config = readConfig(environment);
  refuseUnshared(config, processes);
  for (const sentence of [...config.unknownSettings, ...config.standIns, ...adviceOf(config)]) say(sentence);
  cluster.setupPrimary({ exec: MAIN, args: [] });
  const all = new Processes((): Worker => cluster.fork(environment), say);
  cluster.on('message', (worker, message) => relay(all.workers, worker, message));
  endOnSignal(all);
  await all.begin(processes);
  announce(all, config.host);
  process.on('SIGHUP', () => void all.restart());
}

function announce(all: Processes, host: string): void {
  const name = host.includes(':') ? `[${host}]` : host;
  say(`Aegis is at http://${name}:${all.port}, served by processes ${all.pids.join(', ')}`);
  say(`To replace them without a pause: kill -HUP ${process.pid}      To end them: kill ${process.pid}`);
}

function endOnSignal(all: Processes): void {
  let told = 0;
  const end = (): void => {
    told++;
    // A second signal does not wait any more.
    void all.end(told === 1 ? 'SIGTERM' : 'SIGKILL').then(() => process.exit(told === 1 ? 0 : 130));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

main().catch((error: unknown) => {
  const isExpected = error instanceof ConfigurationError;
  process.stderr.write(`Aegis did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  if (!isExpected && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
