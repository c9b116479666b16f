import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './workspace.mjs';

/** npm starts twice, on a machine that may be busy. */
const LIMIT_MS = 120_000;

/** What is printed goes into a setting, often by `$(...)`: npm's own words before it would be part of the key. */
const PRINTS = {
  generate: /^[a-z0-9-]+:[\w+/]{43}=\n$/,
  vapid: /^[\w-]{87}:[\w-]{43}\n$/,
};

const filesIn = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(md|example|yaml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const COMMAND = /npm run [^`\n]*?\bkeys -- (generate|vapid)(?: ([A-Za-z0-9]+))?/g;

/** Each as it is written somewhere, once. */
const commands = new Map(
  [join(ROOT, 'README.md'), ...filesIn('docs'), ...filesIn('deploy')].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(COMMAND)]
      // Where all that it can do is counted up.
      .filter(([, action, name]) => action !== 'generate' || name !== undefined)
      .map(([command, action]) => [command.replace(/ NAME$/, ' k1'), action]),
  ),
);

describe('a command of the guides that prints a key', () => {
  it('is there, of each kind', () => {
    expect(new Set(commands.values())).toEqual(new Set(['generate', 'vapid']));
  });

  it.each([...commands])(
    'gives the key and nothing else: %s',
    (command, action) => {
      const env = { ...process.env };
      // Of the npm that runs the tests, which may have been told to be silent itself.
      for (const name of Object.keys(env)) if (/^npm_config_/i.test(name)) delete env[name];
      const printed = execFileSync('sh', ['-c', command], {
        cwd: ROOT,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      expect(printed).toMatch(PRINTS[action]);
    },
    LIMIT_MS,
  );
});
