import { runScript } from './say.mjs';
import { ensureBuilt, ensureInstalled } from './workspace.mjs';

/** What can run is made and nothing is checked: for who builds an image of what has been checked. */
await runScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  return 0;
});
