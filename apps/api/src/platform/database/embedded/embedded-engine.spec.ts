import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryInUseError } from './directory-lock.js';
import { EMBEDDED_POOL_SETTINGS, type EmbeddedEngine, openEmbeddedEngine } from './embedded-engine.js';

/** The child imports what was compiled: a plain node process cannot read TypeScript. */
const COMPILED = fileURLToPath(import.meta.url)
  .replace('/src/platform/', '/dist/src/platform/')
  .replace('.spec.ts', '.js');

/** Opens the directory, then adds rows for as long as it lives and names each one that was acknowledged. */
const WRITER = `
  import pg from 'pg';
  const { openEmbeddedEngine } = await import('${pathToFileURL(COMPILED).href}');
  const { host, port, user, database } = await openEmbeddedEngine({ dataDir: process.env.DATA_DIR });
  const client = new pg.Client({ host, port, user, database });
  await client.connect();
  await client.query('CREATE TABLE acknowledged (number int PRIMARY KEY)');
  for (let number = 1; ; number++) {
    await client.query('INSERT INTO acknowledged VALUES ($1)', [number]);
    process.stdout.write(number + '\\n');
  }`;

function connectTo({ host, port, user, database }: EmbeddedEngine, settings: pg.PoolConfig = {}): pg.Pool {
  return new pg.Pool({ ...EMBEDDED_POOL_SETTINGS, host, port, user, database, ...settings });
}

/** Resolves with the child and the last number it has told when it has told this many. */
async function startWriter(dataDir: string, rows: number): Promise<{ child: ChildProcess; last: () => number }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER], {
    env: { ...process.env, DATA_DIR: dataDir },
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = 0;
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The writing process ended with code ${code}.`)));
    createInterface(child.stdout).on('line', (line) => (last = Number(line)) >= rows && resolve());
  });
  return { child, last: () => last };
}

describe('the embedded engine', { timeout: 60_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-engine-'));
  const dataDir = join(directory, 'data');
  let engine: EmbeddedEngine;
  let pool: pg.Pool;

  // One life of a directory, told in order: every opening takes three seconds.
  beforeAll(async () => {
    const { child, last } = await startWriter(dataDir, 50);
    await expect(openEmbeddedEngine({ dataDir })).rejects.toThrow(DirectoryInUseError);
    await expect(openEmbeddedEngine({ dataDir })).rejects.toThrow(`is in use by process ${child.pid}.`);
    child.kill('SIGKILL');
    await once(child, 'close');
    engine = await openEmbeddedEngine({ dataDir });
    pool = connectTo(engine);
    const { rows } = await pool.query<{ number: number }>('SELECT max(number) AS number FROM acknowledged');
    expect(rows[0]?.number).toBeGreaterThanOrEqual(last());
  }, 120_000);

  afterAll(async () => {
    await pool.end();
    await engine.close();
    rmSync(directory, { recursive: true });
  });

  it('has taken the directory over from a killed process with every row that was acknowledged', async () => {
    const { rows } = await pool.query(
      'SELECT count(*) = max(number) AS whole, count(*) >= 50 AS many FROM acknowledged',
    );
    expect(rows).toEqual([{ whole: true, many: true }]);
  });

  it('has PostGIS and the other extensions', async () => {
    const { rows } = await pool.query<{ version: string }>('SELECT PostGIS_Version() AS version');
    expect(rows[0]?.version).toMatch(/^3\./);
    const extensions = await pool.query<{ extname: string }>('SELECT extname FROM pg_extension ORDER BY extname');
    const names = extensions.rows.map((row) => row.extname);
    expect(names).toEqual(['btree_gist', 'citext', 'intarray', 'pgcrypto', 'plpgsql', 'postgis']);
  });

  it('does not mix the messages of several clients, however large', async () => {
    const clients = connectTo(engine, { max: 5 });
    const ask = async (number: number): Promise<boolean> => {
      const text = String(number % 10).repeat(number % 4 === 0 ? 200_000 : 10);
      const name = number % 2 === 0 ? 'echo' : undefined;
      const { rows } = await clients.query<{ text: string; number: number }>({
        name,
        text: 'SELECT $1::text AS text, $2::int AS number',
        values: [text, number],
      });
      return rows[0]?.text === text && rows[0].number === number;
    };
    const right = await Promise.all(Array.from({ length: 100 }, (_, number) => ask(number)));
    expect(right.filter((answer) => !answer)).toEqual([]);
    await clients.end();
  });

  it('keeps others out of an open transaction and rolls it back when its client breaks off', async () => {
    await pool.query('CREATE TABLE drafts (id int)');
    const other = connectTo(engine);
    const client = await other.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO drafts VALUES (1)');
    const counted = pool.query('SELECT count(*)::int AS count FROM drafts');
    client.release(true);
    expect((await counted).rows).toEqual([{ count: 0 }]);
    await other.end();
  });

  it('answers a query that waits for its own transaction with an error instead of hanging', async () => {
    const hasty = connectTo(engine, { connectionTimeoutMillis: 100 });
    const client = await hasty.connect();
    await client.query('BEGIN');
    await expect(hasty.query('SELECT 1')).rejects.toThrow('timeout exceeded when trying to connect');
    await client.query('ROLLBACK');
    client.release();
    await hasty.end();
  });

  it('starts every new session afresh: no SET and no prepared statement of the last one', async () => {
    await pool.query("SET application_name = 'left behind'");
    await pool.query({ name: 'once', text: 'SELECT 1' });
    await pool.end();
    pool = connectTo(engine);
    const { rows } = await pool.query({ name: 'once', text: "SELECT current_setting('application_name') AS name" });
    expect(rows).toEqual([{ name: '' }]);
  });

  it('starts a new database from a template with what was in it, and keeps an existing one after a reopening', async () => {
    await pool.query('CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
    const template = join(directory, 'template.tar.gz');
    await engine.dumpTemplate(template);
    await pool.end();
    await engine.close();
    const [copy, reopened] = await Promise.all([
      openEmbeddedEngine({ dataDir: 'memory', template }),
      openEmbeddedEngine({ dataDir, template: join(directory, 'not looked at') }),
    ]);
    engine = reopened;
    pool = connectTo(reopened);
    const copyPool = connectTo(copy);
    for (const each of [pool, copyPool]) expect((await each.query('SELECT id FROM kept')).rows).toEqual([{ id: 7 }]);
    await copyPool.end();
    await copy.close();
    expect(existsSync(copy.host)).toBe(false);
  });

  it('says so when it has broken down, instead of failing every query from then on', async () => {
    const failure = once(engine, 'error');
    rmSync(join(dataDir, 'global'), { recursive: true });
    await expect(pool.query('CHECKPOINT')).rejects.toThrow();
    expect(String(await failure)).toContain('The embedded database failed: could not open file');
    await expect(pool.query('SELECT 1')).rejects.toThrow();
    await engine.close();
    expect(existsSync(`${dataDir}.lock`)).toBe(false);
  });

  it('refuses to start from a broken template, and makes the database again the next time', async () => {
    const template = join(directory, 'broken.tar.gz');
    writeFileSync(template, 'not a tarball');
    const broken = join(directory, 'broken');
    await expect(openEmbeddedEngine({ dataDir: broken, template })).rejects.toThrow('The embedded database failed');
    expect(existsSync(`${broken}.unfinished`)).toBe(true);
    expect(existsSync(`${broken}.lock`)).toBe(false);
  });
});
