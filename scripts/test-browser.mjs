import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInFront } from './child-process.mjs';
import { runScript, say } from './say.mjs';
import { objection, totalsOf } from './test-totals.mjs';
import { ensureBuilt, ensureInstalled, ROOT } from './workspace.mjs';

const HELP = `npm run test:browser [-- part of a path ...]

Runs the browser tests: the whole application on an empty embedded database, in Chromium. Screenshots of every page go to
apps/web/screenshots/.

  CHROMIUM=/path           the browser, when it is none of the usual ones
  AEGIS_OFFLINE_SECONDS=n  how long the guard of the flow is without network (60; in CI 300)
  AEGIS_BROWSER_URL=URL    drives the application that runs there, instead of starting one`;

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

async function runVitest(chromium, filters) {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-browser-report-'));
  const file = join(directory, 'report.json');
  const args = ['run', '--project', 'browser', ...filters];
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  try {
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const env = { ...process.env, CHROMIUM: chromium };
    const exitCode = await runInFront(process.execPath, [vitest, ...args, ...reports], env);
    return totalsOf(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, exitCode);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

await runScript(async () => {
  const filters = process.argv.slice(2);
  if (filters.includes('--help')) {
    say(HELP);
    return 0;
  }
  await ensureInstalled();
  await ensureBuilt();
  const chromium = process.env.CHROMIUM ?? USUAL_PLACES.find(existsSync);
  if (chromium === undefined) say(`No browser was found (${USUAL_PLACES.join(', ')}); set CHROMIUM.`);
  const totals = chromium === undefined ? { passed: 0, failed: 1, skipped: 0 } : await runVitest(chromium, filters);
  const problem = objection(totals, { requireAll: process.env.REQUIRE_ALL === '1', isComplete: true });
  if (problem !== null) say(problem);
  process.stdout.write(`Browser: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
  return problem === null ? 0 : 1;
});
