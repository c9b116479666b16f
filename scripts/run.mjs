import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCompiled } from './child-process.mjs';
import { Refusal, runScript } from './say.mjs';
import { ensureBuilt, ensureInstalled, ROOT } from './workspace.mjs';

/** `node scripts/run.mjs FILE [arguments]`: runs one compiled command, after installing and compiling what is needed. */
await runScript(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) throw new Refusal('Usage: node scripts/run.mjs FILE [arguments], with FILE below dist/');
  await ensureInstalled();
  await ensureBuilt();
  if (!existsSync(join(ROOT, file))) throw new Refusal(`${file} does not exist: no source is compiled to it.`);
  return runCompiled(join(ROOT, file), args);
});
