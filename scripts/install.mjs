import { runScript } from './say.mjs';
import { ensureInstalled } from './workspace.mjs';

await runScript(async () => {
  await ensureInstalled();
  return 0;
});
