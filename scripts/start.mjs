import { join } from 'node:path';
import { runCompiled } from './child-process.mjs';
import { runScript, say } from './say.mjs';
import { ensureBuilt, ensureInstalled, ROOT } from './workspace.mjs';

const HELP = `npm start [-- options]

Starts Aegis: installs packages and compiles when that is needed, then runs the server until Ctrl-C.
Without any setting it runs on the embedded database in .aegis/ and needs nothing else installed.

  --fresh   begin with an empty embedded database
  --help    this text

Further options go to the server. Settings come from the environment: see docs/.`;

/**
 * For the embedded database, which takes and gives back memory by the megabyte: so that what it gives back goes to the system
 * (docs/decisions/0207). Read by glibc before the first line of a program, so it cannot be a setting of the server's.
 */
const SPARING = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '16384', MALLOC_TRIM_THRESHOLD_: '16384' };
const allocator = () => (process.env.DATABASE_URL ? {} : SPARING);

await runScript(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    say(HELP);
    return 0;
  }
  await ensureInstalled();
  await ensureBuilt();
  return runCompiled(join(ROOT, 'apps/api/dist/src/main.js'), args, { ...allocator(), ...process.env });
});
