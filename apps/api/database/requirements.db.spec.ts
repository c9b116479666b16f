import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDataSource, type TestDataSource } from './spec-support/test-data-source.js';

const PAGE = readFileSync(fileURLToPath(new URL('../../../docs/requirements.md', import.meta.url)), 'utf8');
const PACKAGE = readFileSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8');

/** What stands below the heading, row by row: the number, what is asked, and what is seen. */
const asked = (PAGE.split('\n# Asked of a server\n')[1]?.split('\n# ')[0] ?? '')
  .split('\n')
  .map((line) => /^\| (\d+) +\| (.+?) +\| ([^|]+?) +\|$/.exec(line))
  .flatMap((row) => (row ? [{ number: Number(row[1]), ask: row[2]!.replaceAll('\\|', '|'), see: row[3]! }] : []));
const statements = asked.flatMap(({ number, ask }) => {
  const sql = /^`(SELECT .+)`$/.exec(ask)?.[1];
  return sql === undefined ? [] : [{ number, sql }];
});

describe('what docs/requirements.md has asked of a server', () => {
  let test: TestDataSource;
  beforeAll(async () => {
    test = await openTestDataSource();
  });
  afterAll(() => test.close());

  it('is something for each of the 28', () => {
    expect(asked.map(({ number }) => number)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
    expect(statements.length).toBeGreaterThan(20);
  });

  it.each(statements)('is so: $number', async ({ sql }) => {
    expect(await test.dataSource.query(`SELECT holds FROM (${sql}) AS asked (holds)`)).toEqual([{ holds: true }]);
  });

  it('is by commands that there are', () => {
    const scripts = Object.keys((JSON.parse(PACKAGE) as { scripts: Record<string, string> }).scripts);
    const commands = asked.flatMap(({ ask }) => [...ask.matchAll(/npm run (\w+)/g)].map(([, name]) => name ?? ''));
    expect(commands.length).toBeGreaterThan(3);
    expect(commands.filter((name) => !scripts.includes(name))).toEqual([]);
  });
});
