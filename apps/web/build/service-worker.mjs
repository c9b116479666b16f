import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Not kept for work offline: only an administrator sees charts, and other alphabets load when they are met. */
const LEFT_OUT = /charts|cyrillic|greek|vietnamese|\.map$|counties/i;

/**
 * Writes sw.js: the list of this build's files and their common hash before the worker's own text. A changed build is a changed
 * worker, which is how browsers find out.
 */
export function serviceWorker(source) {
  return {
    name: 'aegis-service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => name.startsWith('assets/') && !LEFT_OUT.test(name))
        .map((name) => `/${name}`);
      const version = createHash('sha256').update(Object.keys(bundle).sort().join()).digest('hex').slice(0, 12);
      const head = `const VERSION = '${version}';\nconst FILES = ${JSON.stringify(files)};\n`;
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: head + readFileSync(source, 'utf8') });
    },
  };
}
