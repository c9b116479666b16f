import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClient } from '@aegis/client';
import { DEMO_ADMIN, DEMO_CUSTOMER, DEMO_PASSWORD } from '../../database/seed/accounts.js';
import { MovableClock } from '../platform/clock/clock.js';
import { DAY_MS } from '../platform/clock/duration.js';
import { readConfig } from '../platform/config/config.js';
import { startServer, type RunningServer } from './start.js';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const PATIENCE = { timeout: 60_000, interval: 200 };
const MINUTES = 5 * 60_000;

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'aegis-start-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function signedIn(url: string, { email }: { email: string }) {
  const { token } = await createClient({ baseUrl: url, token: null }).auth.login({
    body: { email, password: DEMO_PASSWORD },
  });
  return createClient({ baseUrl: url, token });
}

/** The program as its user runs it, and all that it has said. */
function run(): { child: ChildProcess; said: () => string } {
  let text = '';
  const env = { PATH: process.env.PATH, AEGIS_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  return { child, said: () => text };
}

async function until({ child, said }: ReturnType<typeof run>, words: RegExp): Promise<string> {
  await vi.waitFor(() => {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${said()}`);
    expect(said()).toMatch(words);
  }, PATIENCE);
  return words.exec(said())?.[1] ?? '';
}

async function kill({ child }: ReturnType<typeof run>): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

it(
  'killed while the demo is filled in, at whatever moment, goes on with what is missing when it is started again',
  async () => {
    for (const laterMs of [0, 1000]) {
      const broken = run();
      await until(broken, /Filling in the demo/);
      // What it has got to by then differs from machine to machine: each is a moment at which it may be killed.
      await new Promise((resolve) => setTimeout(resolve, laterMs));
      await kill(broken);
    }
    const whole = run();
    try {
      const url = await until(whole, /Aegis is at (\S+)/);
      const customer = await signedIn(url, DEMO_CUSTOMER);
      const { items } = await customer.jobs.list({ query: {} });
      expect(items.map(({ title }) => title).toSorted()).toEqual([
        'Concert evening',
        'Pier market watch',
        'Rooftop party',
        'Visit of a delegation',
      ]);
    } finally {
      await kill(whole);
    }
  },
  MINUTES,
);

it(
  'starts again after a year in which nobody has come, and keeps what is there',
  async () => {
    const config = readConfig({ AEGIS_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' });
    const clock = new MovableClock();
    const begun: string[] = [];
    const start = (): Promise<RunningServer> => startServer(config, (line) => begun.push(line), clock);
    let server = await start();
    for (const days of [91, 274, 31, 31]) {
      await server.stop();
      clock.move(days * DAY_MS);
      server = await start();
      const admin = await signedIn(server.url, DEMO_ADMIN);
      const since = clock.now().getTime() - DAY_MS;
      await vi.waitFor(async () => {
        const { items } = await admin.admin.retention();
        for (const { lastFinishedAt } of items) expect(Date.parse(lastFinishedAt ?? '')).toBeGreaterThan(since);
      }, PATIENCE);
      expect((await admin.admin.jobs({ query: {} })).items).toHaveLength(4);
    }
    await server.stop();
    expect(begun.filter((line) => line.startsWith('Filling'))).toHaveLength(1);
  },
  MINUTES,
);
