import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsIn } from '@aegis/words/all';
import { push } from '@aegis/words/en';
import { LANGUAGES } from '@aegis/words/languages';

/** Not kept for work offline: only an administrator sees charts, and other alphabets load when they are met. */
const LEFT_OUT = /overview-page|cyrillic|greek|vietnamese|counties|\.(map|gz|br)$/i;

/** What the worker says by itself, in every language: a message tells in which its person reads. */
const words = () =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      Object.fromEntries(Object.keys(push).map((name) => [name, wordsIn(language)(`push.${name}`)])),
    ]),
  );

/**
 * Writes sw.js: the list of this build's files and their common hash before the worker's own text. A changed build is a changed
 * worker, which is how browsers find out. Read from the disk at the end: Vite drops chunks of pages late, and one missing file
 * would keep the worker from installing.
 */
export function serviceWorker(source) {
  let folder;
  return {
    name: 'aegis-service-worker',
    apply: 'build',
    configResolved: (config) => void (folder = join(config.root, config.build.outDir)),
    writeBundle() {
      const names = readdirSync(join(folder, 'assets')).sort();
      const files = names.filter((name) => !LEFT_OUT.test(name)).map((name) => `/assets/${name}`);
      const version = createHash('sha256').update(names.join()).digest('hex').slice(0, 12);
      const head = `const VERSION = '${version}';\nconst FILES = ${JSON.stringify(files)};\nconst WORDS = ${JSON.stringify(words())};\n`;
      writeFileSync(join(folder, 'sw.js'), head + readFileSync(source, 'utf8'));
    },
  };
}
