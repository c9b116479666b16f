import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInFront } from './child-process.mjs';
import { pictureBook } from './picture-book.mjs';
import { runScript, say } from './say.mjs';
import { ROOT } from './workspace.mjs';

const HELP = `npm run pictures [-- part of a path ...]

Draws every page in its states with the browser tests that take pictures, and puts all pictures into one page:
apps/web/screenshots/index.html. With parts of paths only those tests draw, and the pictures of the others stay.`;

/**
 * What draws: every page in every state, with answers of a table; and with those of a server the pages of the demo, jobs of both
 * parties, cards that refuse, Spanish.
 */
const DRAWING = [
  'every-state.pictures',
  'pages.browser',
  'sentences.browser',
  'spanish.browser',
  'card.browser',
  'edit.browser',
];
const PICTURES = join(ROOT, 'apps', 'web', 'screenshots');

await runScript(async () => {
  const filters = process.argv.slice(2);
  if (filters.includes('--help')) {
    say(HELP);
    return 0;
  }
  if (filters.length === 0) rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
  const drawing = filters.length === 0 ? DRAWING : filters;
  const exitCode = await runInFront(process.execPath, [join(ROOT, 'scripts', 'test-browser.mjs'), ...drawing], {
    ...process.env,
    AEGIS_PICTURES: '1',
  });
  // What was drawn before something failed is what one wants to look at then.
  const book = join(PICTURES, 'index.html');
  writeFileSync(book, pictureBook(readdirSync(PICTURES)));
  say(`The picture book is ${book}.`);
  return exitCode;
});
