import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@aegis/client';
import { DemoFailure } from './stage.js';
import { until } from './waiting.js';

export interface RunningServer {
  url: string;
  /** How it came to run, for the reader. */
  origin: string;
  /** Where it writes mails instead of sending them; undefined when it may stand elsewhere. */
  outbox: string | undefined;
  /** Leaves a server alone that was there before. */
  stop(): Promise<void>;
}

const DEFAULT_URL = 'http://127.0.0.1:3000';
const SERVER = fileURLToPath(new URL('../../../../apps/api/dist/src/main.js', import.meta.url));

const OUTBOX = 'outbox';
const PROBE_MS = 3_000;
/** The first start of the embedded database compiles PostGIS: 14 s on an idle machine. */
const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 20_000;
const OUTPUT_KEPT_CHARACTERS = 4_000;

/** What would lead a server of our own to somebody's real data or money. */
const NOT_FOR_THE_DEMO = /^(DATABASE_|REDIS_|STRIPE_|MAIL_|PUBLIC_URL$|AEGIS_)/;

/** The server of AEGIS_URL, else the one that runs here, else one of our own on a directory that is thrown away. */
export async function findServer(
  environment: NodeJS.ProcessEnv,
  brokenOff: AbortSignal,
  say: (text: string) => void,
): Promise<RunningServer> {
  const given = environment.AEGIS_URL;
  const url = given || DEFAULT_URL;
  if (await isReady(url)) return found(url, environment);
  if (given) throw new DemoFailure(`AEGIS_URL is ${given}, and no Aegis that is ready answers there.`);
  say(`No server at ${DEFAULT_URL}: starting one for this demo on a temporary directory ...`);
  return startOwn(environment, brokenOff);
}

function found(url: string, { AEGIS_URL, AEGIS_DATA_DIR }: NodeJS.ProcessEnv): RunningServer {
  const outbox = AEGIS_URL ? undefined : resolve(AEGIS_DATA_DIR || '.aegis', OUTBOX);
  return { url, origin: AEGIS_URL ? 'AEGIS_URL' : 'was running', outbox, stop: () => Promise.resolve() };
}

async function isReady(baseUrl: string): Promise<boolean> {
  const client = createClient({ baseUrl, timeoutMs: PROBE_MS, retry: { attempts: 1, longestWaitMs: 0 } });
  return client.operations.ready().then(
    ({ status }) => status === 'ok',
    () => false,
  );
}

async function startOwn(environment: NodeJS.ProcessEnv, brokenOff: AbortSignal): Promise<RunningServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'aegis-demo-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = { HOST: '127.0.0.1', PORT: String(port), AEGIS_DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, [SERVER], {
    env: { ...withoutRealServices(environment), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = tailOf(child);
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await until('the server to start', START_LIMIT_MS, async () => {
      brokenOff.throwIfAborted();
      if (hasEnded(child)) throw new DemoFailure('the server ended while it started');
      return (await isReady(url)) || null;
    });
  } catch (error) {
    await stop();
    throw new DemoFailure(`${error instanceof Error ? error.message : String(error)}\n${output()}`, { cause: error });
  }
  return { url, origin: 'started for this demo', outbox: join(dataDir, OUTBOX), stop };
}

const withoutRealServices = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !NOT_FOR_THE_DEMO.test(name)));

/** Free now; whoever else may take it in between makes the start fail with a sentence. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The last lines a server has written, in case they say why it failed. */
function tailOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(-OUTPUT_KEPT_CHARACTERS)));
  return () => text.trim();
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const lastResort = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(lastResort);
}
