import { join } from 'node:path';
import { runCompiled } from './child-process.mjs';
import { Refusal, runScript, say } from './say.mjs';
import { startTestEngines } from './test-engines.mjs';
import { ensureBuilt, ensureInstalled, ROOT } from './workspace.mjs';

/** `npm run soak`: on the server of TEST_DATABASE_URL, or on a temporary one of our own. */
await runScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const main = join(ROOT, 'apps/api/dist/test/soak/main.js');
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) return runCompiled(main, args);
  const engines = await startTestEngines(['postgres']);
  try {
    say(engines.sentence);
    if (!engines.env.TEST_DATABASE_URL) throw new Refusal('The soak needs PostgreSQL with PostGIS.');
    Object.assign(process.env, engines.env);
    return await runCompiled(main, args);
  } finally {
    await engines.stop();
  }
});
