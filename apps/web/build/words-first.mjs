import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const STYLESHEET = / *<link rel="stylesheet"[^>]*? href="([^"]+)"[^>]*>\n?/g;
const MODULE = / *<script type="module"[^>]*? src="([^"]+)"><\/script>\n?/g;
const HEAD_END = / *<\/head>/;
const BODY_END = / *<\/body>/;
const COLOUR_SCHEME = '<script src="/color-scheme.js"></script>';
/** The letters of the page's own language; other alphabets load when they are met. */
const FONT = /inter-latin-wght-normal.*\.woff2$/;

const textOf = (path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8').trim();
const inline = (script) => `<script>\n${script}\n    </script>`;
const preload = (as, addresses) =>
  addresses.map((address) => `    <link rel="preload" as="${as}" href="${address}" crossorigin />\n`).join('');
const addressesIn = (html, pattern) => [...html.matchAll(pattern)].map(([, address]) => address);

/**
 * Nothing stands between a page and its first paint but the page itself. Its two small scripts are written into it (the server
 * allows them by their hashes): as files, each was a question to the server that the paint waited for.
 */
export function wordsFirst() {
  return {
    name: 'aegis-words-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { filename, bundle }) {
        const page = html.replace(COLOUR_SCHEME, () => inline(textOf('../public/color-scheme.js')));
        return filename.endsWith('/index.html') ? startLast(page, Object.keys(bundle ?? {})) : page;
      },
    },
  };
}

/**
 * The landing page's words are painted before anything else is done: when all files come quickly, a browser would read 250 KB of
 * styles and run the application before it paints for the first time. Everything is asked for at once all the same.
 */
function startLast(html, files) {
  const [styles, modules] = [addressesIn(html, STYLESHEET), addressesIn(html, MODULE)];
  const fonts = files.filter((name) => FONT.test(name)).map((name) => `/${name}`);
  if (styles.length === 0 || modules.length === 0 || fonts.length !== 1)
    throw new Error('the landing page has no stylesheet, module or font of its own: see words-first.mjs');
  const early = preload('font', fonts) + preload('style', styles) + preload('script', modules);
  const start = textOf('./start-after-paint.js').replace('{}', () => JSON.stringify({ styles, modules }));
  return html
    .replace(STYLESHEET, '')
    .replace(MODULE, '')
    .replace(HEAD_END, (end) => early + end)
    .replace(BODY_END, (end) => `    ${inline(start)}\n${end}`);
}
