const STYLESHEET = / *<link rel="stylesheet"[^>]*? href="([^"]+)"[^>]*>\n?/g;
const MODULE = / *<script type="module"[^>]*? src="([^"]+)"><\/script>\n?/g;
const HEAD_END = / *<\/head>/;
const BODY_END = / *<\/body>/;
/** The letters of the page's own language; other alphabets load when they are met. */
const FONT = /inter-latin-wght-normal.*\.woff2$/;

const preload = (as, addresses) =>
  addresses.map((address) => `    <link rel="preload" as="${as}" href="${address}" crossorigin />\n`).join('');
const addressesIn = (html, pattern) => [...html.matchAll(pattern)].map(([, address]) => address);

const asAttribute = (value) => JSON.stringify(value).replaceAll('"', '&quot;');

export function wordsFirst() {
  return {
    name: 'aegis-words-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { filename, bundle }) =>
        filename.endsWith('/index.html') ? startLast(html, Object.keys(bundle ?? {})) : html,
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
  const start = `<script src="/start-after-paint.js" async data-start="${asAttribute({ styles, modules })}"></script>`;
  return html
    .replace(STYLESHEET, '')
    .replace(MODULE, '')
    .replace(HEAD_END, (end) => early + end)
    .replace(BODY_END, (end) => `    ${start}\n${end}`);
}
