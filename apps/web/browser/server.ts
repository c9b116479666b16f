import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MOVABLE = fileURLToPath(new URL('../../api/dist/test/movable/server.js', import.meta.url));
const MAIN = fileURLToPath(new URL('../../api/dist/src/main.js', import.meta.url));
const READY = /Aegis is at/;

export interface RunningApplication {
  url: string;
  /** Where it writes its mails. */
  outbox: string;
  stop: () => Promise<void>;
}

/**
 * The whole application on an empty embedded database, as `npm start` runs it, but on a free port and with the map on board,
 * because a browser test must not depend on somebody's tile server.
 * @param settings variables as the operator would set them
 */
export async function runApplication(settings: Record<string, string> = {}): Promise<RunningApplication> {
  const { env, url, dataDir } = await placeFor(settings);
  const server = spawn(process.execPath, ['--enable-source-maps', MAIN], { stdio: ['ignore', 'pipe', 'inherit'], env });
  return running(server, url, dataDir);
}

/** Such an application whose clock the test moves on, and whose cards refuse when it says so. */
export interface MovableApplication extends RunningApplication {
  /** Milliseconds. */
  move: (milliseconds: number) => Promise<void>;
  declineNextCards: (count: number) => Promise<void>;
  /** Where its stand-in for Stripe's servers listens. */
  stripeUrl: () => Promise<string>;
  /** What its clock shows. */
  now: () => Date;
}

export async function runMovableApplication(settings: Record<string, string> = {}): Promise<MovableApplication> {
  const { env, url, dataDir } = await placeFor(settings);
  const server = fork(MOVABLE, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env,
    execArgv: ['--enable-source-maps'],
  });
  let movedMs = 0;
  const order = async (what: Record<string, number | true>): Promise<unknown> => {
    server.send(what);
    return (await once(server, 'message'))[0];
  };
  return {
    ...(await running(server, url, dataDir)),
    move: async (milliseconds) => {
      await order({ moveMs: milliseconds });
      movedMs += milliseconds;
    },
    declineNextCards: async (count) => void (await order({ declineNextCards: count })),
    stripeUrl: async () => String(await order({ tellStripeUrl: true })),
    now: () => new Date(Date.now() + movedMs),
  };
}

async function placeFor(settings: Record<string, string>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'aegis-browser-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    PORT: String(port),
    PUBLIC_URL: url,
    AEGIS_DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    MAP_STYLE_URL: 'none',
    MAP_STYLE_DARK_URL: 'none',
    ...settings,
  };
  return { env, url, dataDir };
}

async function running(server: ChildProcess, url: string, dataDir: string): Promise<RunningApplication> {
  await untilReady(server);
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url, outbox: join(dataDir, 'outbox'), stop };
}

/** Vitest's global setup: one application for all files; AEGIS_BROWSER_URL names one that runs already. */
export default async function startApplication(): Promise<() => Promise<void>> {
  if (process.env['AEGIS_BROWSER_URL']) return () => Promise.resolve();
  const { url, outbox, stop } = await runApplication();
  process.env['AEGIS_BROWSER_URL'] = url;
  process.env['AEGIS_BROWSER_OUTBOX'] = outbox;
  return stop;
}

function untilReady(server: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    server.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      if (READY.test(said)) resolve();
    });
    server.once('exit', (code) => reject(new Error(`the server ended with code ${code}:\n${said}`)));
  });
}

function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
