import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsIn } from '@aegis/words/all';
import { push } from '@aegis/words/en';
import { LANGUAGES } from '@aegis/words/languages';

/** Other alphabets load when they are met, lines of counties when a map is seen from far, streets where there is an archive of them. */
const LEFT_OUT = /cyrillic|greek|vietnamese|latin-ext|counties|\bstreets-|\.(map|gz|br)$/i;
/** What everybody is shown first, signed in or not. */
const FIRST = [
  /\/(index|app)\.html$/,
  /\/words\/(src|dist)\/groups\/\w\w-first\.[jt]s$/,
  /\/src\/data\/kept-queries\.ts$/,
];
const SIGNED_IN = [
  /\/src\/job-page\.tsx$/,
  /\/src\/jobs\/jobs-page\.tsx$/,
  /\/src\/account\/(account|messages)-page\.tsx$/,
  /\/words\/(src|dist)\/groups\/\w\w-pages\.[jt]s$/,
  // What the first file loads when it is needed: the client of the server, messages.
  /\/src\/(data|layout|offline|map)\/[\w-]+\.tsx?$/,
];
/**
 * What is kept of pages for work without network, by whose they are. A guard's shift goes on without it; a customer looks at their
 * job and writes a booking. An administrator can do nothing without the server, so nothing is kept for them.
 */
const PAGES = {
  customer: [/\/src\/customer\/book\/page\.tsx$/, ...SIGNED_IN],
  guard: [/\/src\/guard\/[\w-]+-page\.tsx$/, /\/src\/guard\/positions\/guard-shift\.tsx$/, ...SIGNED_IN],
  admin: [],
};

/** What the worker says by itself, in every language: a message tells in which its person reads. */
const words = () =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      Object.fromEntries(Object.keys(push).map((name) => [name, wordsIn(language)(`push.${name}`)])),
    ]),
  );

/**
 * Files of the chunks that hold a module of `seeds`, and of all that they import, at once or later. What `known` has is not looked
 * into: the first file imports every page.
 */
function filesFrom(bundle, seeds, known) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const isSeed = ({ moduleIds, facadeModuleId }) =>
    [...moduleIds, facadeModuleId ?? ''].some((id) => seeds.some((seed) => seed.test(id)));
  const [files, open] = [new Set(), chunks.filter(isSeed).map(({ fileName }) => fileName)];
  const later = (chunk) => (known === null ? [] : chunk.dynamicImports);
  while (open.length > 0) {
    const name = open.pop();
    const chunk = bundle[name];
    if (files.has(name) || known?.has(name) || chunk?.type !== 'chunk') continue;
    files.add(name);
    for (const file of [...chunk.viteMetadata.importedCss, ...chunk.viteMetadata.importedAssets]) files.add(file);
    open.push(...chunk.imports, ...later(chunk));
  }
  return files;
}

/** Of the fonts that a stylesheet names, the one of the page's own letters. */
const FONT = /inter-latin-wght-normal.*\.woff2$/;

/**
 * Writes sw.js: the lists of this build's files and their common hash before the worker's own text. A changed build is a changed
 * worker, which is how browsers find out. Only what is on the disk at the end: Vite drops chunks of pages late, and one missing
 * file would keep the worker from installing.
 */
export function serviceWorker(source) {
  let folder;
  return {
    name: 'aegis-service-worker',
    apply: 'build',
    configResolved: (config) => void (folder = join(config.root, config.build.outDir)),
    writeBundle(_options, bundle) {
      const names = readdirSync(join(folder, 'assets')).sort();
      const there = (files) =>
        names.filter((name) => files.has(`assets/${name}`) && !LEFT_OUT.test(name)).map((name) => `/assets/${name}`);
      const fonts = names.filter((name) => FONT.test(name)).map((name) => `assets/${name}`);
      const first = new Set([...filesFrom(bundle, FIRST, null), ...fonts]);
      const of = Object.entries(PAGES).map(([role, seeds]) => [role, there(filesFrom(bundle, seeds, first))]);
      const version = createHash('sha256').update(names.join()).digest('hex').slice(0, 12);
      const head = { VERSION: version, FILES: there(first), FILES_OF: Object.fromEntries(of), WORDS: words() };
      const lines = Object.entries(head).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`);
      writeFileSync(join(folder, 'sw.js'), lines.join('') + readFileSync(source, 'utf8'));
    },
  };
}
