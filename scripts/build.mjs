import { runScript } from './say.mjs';
import { ensureChecked, ensureInstalled } from './workspace.mjs';

/** Everything that a machine needs on which nothing but the sources is there: packages, programs, the web application. */
await runScript(async () => {
  await ensureInstalled();
  await ensureChecked();
  return 0;
});
