import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../platform/config/config.js';
import { adviceOf } from './advice.js';
import { prepareDataDirectory } from './data-directory.js';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aegis-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;
const embedded = (dataDir: string) => readConfig({ AEGIS_DATA_DIR: dataDir });

describe('the data directory', () => {
  it('is made for its owner alone, and what others could read is taken from them', () => {
    const fresh = join(folder, 'new', '.aegis');
    prepareDataDirectory(embedded(fresh));
    expect(modeOf(fresh)).toBe(0o700);
    const open = join(folder, 'open');
    mkdirSync(open, { mode: 0o755 });
    prepareDataDirectory(embedded(open));
    expect(modeOf(open)).toBe(0o700);
  });

  it('that cannot be made is told in one sentence', () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    expect(() => prepareDataDirectory(embedded(join(file, '.aegis')))).toThrow(/^AEGIS_DATA_DIR: .* cannot be .*\.$/);
  });
});

/** What the operator reads when the start ends by itself. */
function startWith(environment: Record<string, string>): { status: number | null; stderr: string } {
  const env = { PATH: process.env.PATH, AEGIS_DATA_DIR: join(folder, 'data'), ...environment };
  return spawnSync(process.execPath, [MAIN], { env, encoding: 'utf8' });
}

describe('a start that cannot be', () => {
  it('is one sentence for a folder that cannot be written', () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    const { status, stderr } = startWith({ AEGIS_DATA_DIR: join(file, '.aegis'), PORT: '0' });
    expect([status, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toContain('AEGIS_DATA_DIR');
  }, 120_000);

  it('is one sentence for a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { status, stderr } = startWith({ PORT: String(port), LOG_LEVEL: 'silent' });
    other.close();
    expect(stderr.trim()).toBe(
      `Aegis did not start: PORT: ${port} is taken by another program. Stop it, or choose another port.`,
    );
    expect(status).toBe(1);
  }, 120_000);
});

/** On an address that others reach, with everything that stands in for something on purpose. */
const IN_PUBLIC = { DATABASE_URL: 'postgres://a:b@127.0.0.1/aegis', HOST: '0.0.0.0', STAND_INS: 'stripe,mail,http' };
const SERVER = { DATABASE_URL: 'postgres://a:b@127.0.0.1/aegis' };

describe('what the start says of how it is reached', () => {
  it.each<[string, Record<string, string>, RegExp[]]>([
    ['nothing at home', {}, []],
    [
      'nothing when everything is named',
      {
        ...SERVER,
        PUBLIC_URL: 'https://a.example',
        TRUSTED_PROXIES: '10.0.0.1',
        METRICS_TOKEN: 'a token of the operator',
      },
      [],
    ],
    [
      'the proxy that is taken for granted',
      {
        ...SERVER,
        PUBLIC_URL: 'https://a.example',
        METRICS_TOKEN: 'a token of the operator',
      },
      [/^PUBLIC_URL is https, so that a proxy on this machine/],
    ],
    [
      'the proxy that is not named, and the figures',
      { ...IN_PUBLIC, PUBLIC_URL: 'https://a.example' },
      [/^TRUSTED_PROXIES is not set/, /^METRICS_TOKEN is not set/],
    ],
    [
      'the superuser that a server has no use for',
      { ...SERVER, DATABASE_SUPERUSER_URL: 'postgres://postgres:x@127.0.0.1/postgres' },
      [/^DATABASE_SUPERUSER_URL is set/],
    ],
    ['that cookies are open', IN_PUBLIC, [/^PUBLIC_URL is not https/]],
  ])('is %s', (_, environment, sentences) => {
    const advice = adviceOf(readConfig(environment));
    expect(advice).toHaveLength(sentences.length);
    sentences.forEach((sentence, index) => expect(advice[index]).toMatch(sentence));
  });
});
