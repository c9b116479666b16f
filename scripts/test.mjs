import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runInFront } from './child-process.mjs';
import { Refusal, runScript, say } from './say.mjs';
import { startTestEngines } from './test-engines.mjs';
import { objection, summaryLine, totalsOf } from './test-totals.mjs';
import { ensureChecked, ensureInstalled, ROOT } from './workspace.mjs';

const PROJECTS = ['small', 'embedded', 'postgres', 'pgbouncer', 'distributed'];

const HELP = `npm test [-- options] [-- part of a path ...]

Runs the tests; installs packages and compiles first when that is needed.

  --project NAME     only this one, may be repeated: ${PROJECTS.join(', ')}
  --name PATTERN     only tests whose name matches
  --help             this text
  part of a path     only files whose path contains it

small     pure tests, no database
embedded  every *.db.spec.ts on the embedded engine
postgres  the same files on PostgreSQL with PostGIS: on the server of TEST_DATABASE_URL, or on a temporary one of our own
          when PostgreSQL is installed; otherwise left out. Redis likewise (TEST_REDIS_URL).
pgbouncer what concerns a booking, once more, through a PgBouncer of our own in transaction mode
distributed  files about positions where the history is distributed: on the Citus of TEST_CITUS_URL, or else on PostgreSQL without
          the keys that a distributed history has not. No package of Debian has Citus, so that REQUIRE_ALL does not ask for it.

REQUIRE_ALL=1 makes a missing engine or a skipped test a failure.`;

function readArguments() {
  const options = { project: { type: 'string', multiple: true }, name: { type: 'string' }, help: { type: 'boolean' } };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const unknown = (values.project ?? []).find((name) => !PROJECTS.includes(name));
    if (unknown !== undefined) throw new Error(`There is no project ${unknown}`);
    return {
      ...values,
      projects: PROJECTS.filter((name) => values.project?.includes(name) ?? true),
      filters: positionals,
    };
  } catch (error) {
    throw new Refusal(`${error.message}\n\n${HELP}`);
  }
}

/** Runs vitest in front of the user; resolves with its exit code and its report. */
async function runVitest({ projects, filters, name, env }) {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-tests-'));
  const file = join(directory, 'report.json');
  const args = [
    ...['run', '--passWithNoTests', ...filters],
    ...projects.flatMap((project) => ['--project', project]),
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    ...(name === undefined ? [] : ['--testNamePattern', name]),
  ];
  try {
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const exitCode = await runInFront(process.execPath, [vitest, ...args], { ...process.env, ...env });
    return { exitCode, report: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Vitest on every engine there is, and what came of it. */
async function runTests({ name, projects, filters }) {
  const engines = await startTestEngines(projects);
  try {
    say(engines.sentence);
    const run = { projects: engines.projects, filters, name, env: engines.env };
    const isPointless = isInterrupted || engines.projects.length === 0;
    const { exitCode, report } = isPointless ? { exitCode: isInterrupted ? 1 : 0, report: null } : await runVitest(run);
    return { totals: totalsOf(report, exitCode), isComplete: engines.isComplete };
  } finally {
    await engines.stop();
  }
}

// Ctrl-C only ends vitest (it is passed on, or comes from the terminal): our servers still have to be stopped after it.
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (isInterrupted = true));

await runScript(async () => {
  const { help, name, projects, filters } = readArguments();
  if (help) {
    say(HELP);
    return 0;
  }
  await ensureInstalled();
  await ensureChecked();
  const { totals, isComplete } = await runTests({ name, projects, filters });
  const problem = objection(totals, { requireAll: process.env.REQUIRE_ALL === '1', isComplete });
  if (problem !== null) say(problem);
  process.stdout.write(`${summaryLine(totals)}\n`);
  return problem === null ? 0 : 1;
});
