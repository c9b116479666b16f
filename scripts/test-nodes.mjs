import { join } from 'node:path';
import { runInFront } from './child-process.mjs';
import { nodeOf, OTHER_MAJORS } from './node-binaries.mjs';
import { Refusal, runScript, say } from './say.mjs';
import { ensureChecked, ensureInstalled, ROOT } from './workspace.mjs';

const HELP = `npm run test:nodes [-- major version ...]

Runs, on each other major version of Node that is supported (${OTHER_MAJORS.join(', ')}), the pure tests of the server, and on both engines
a booking from its creation to the money and the server's orderly end. The programs are fetched from the registry of npm, once, to .aegis/nodes.`;

/** Pages run in browsers, and scripts as they are run by hand. */
const OF_THE_SERVER = ['apps/api', 'packages'];

/** What of the tests that need a database is asked of every version: a whole booking, and the compiled server in a process of its own. */
const ON_A_DATABASE = ['test/booking-flow', 'test/graceful-stop'];

await runScript(async () => {
  const given = process.argv.slice(2);
  if (given.includes('--help')) {
    say(HELP);
    return 0;
  }
  const unknown = given.find((major) => !OTHER_MAJORS.includes(major));
  if (unknown !== undefined) throw new Refusal(`There is no Node ${unknown} to be tested on\n\n${HELP}`);
  await ensureInstalled();
  await ensureChecked();
  for (const major of given.length > 0 ? given : OTHER_MAJORS) {
    const code = await testOn(await nodeOf(major), major);
    if (code !== 0) return code;
  }
  return 0;
});

/** @returns {Promise<number>} the first exit code that is none of success */
async function testOn(node, major) {
  const runs = [
    ['--project', 'small', ...OF_THE_SERVER],
    ['--project', 'embedded', '--project', 'postgres', ...ON_A_DATABASE],
  ];
  for (const args of runs) {
    say(`Node ${major}: npm test -- ${args.join(' ')}`);
    const code = await runInFront(node, [join(ROOT, 'scripts', 'test.mjs'), ...args]);
    if (code !== 0) return code;
  }
  return 0;
}
