const NAME =
  /^(?<page>[^.]+?)(?:[.](?<state>[^.]+?))?(?:[.](?<language>[a-z]{2}))?-(?<width>\d{3,4})(?:-(?<colours>light|dark))?\.png$/;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/**
 * Of each page its pictures: `PAGE.STATE.LANGUAGE-WIDTH-COLOURS.png`, of which all but page and width may be left out. States in
 * the order of their names, the narrow before the wide, the light before the dark; what is named otherwise is left out.
 */
export function pagesOf(files) {
  const pages = new Map();
  for (const file of files) {
    const { page, state = '', language = 'en', width, colours = 'light' } = NAME.exec(file)?.groups ?? {};
    if (page === undefined) continue;
    pages.set(page, [...(pages.get(page) ?? []), { file, state, language, width: Number(width), colours }]);
  }
  const order = (one, other) =>
    one.state.localeCompare(other.state) ||
    one.language.localeCompare(other.language) ||
    other.colours.localeCompare(one.colours) ||
    one.width - other.width;
  return [...pages]
    .map(([page, pictures]) => ({ page, pictures: pictures.toSorted(order) }))
    .toSorted((one, other) => one.page.localeCompare(other.page));
}

const figure = ({ file, state, language, width, colours }) => {
  const address = escaped(file);
  const caption = escaped([state, `${width} px`, colours, language].filter((part) => part !== '').join(', '));
  return `<figure data-width="${width}" data-colours="${colours}" data-language="${language}" data-state="${escaped(state)}"><a href="${address}"><img src="${address}" alt="${caption}" loading="lazy"></a><figcaption>${caption}</figcaption></figure>`;
};

const section = ({ page, pictures }) => {
  const name = escaped(page);
  return `<section id="${name}"><h2>${name}</h2><div>${pictures.map(figure).join('')}</div></section>`;
};

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 24px 24px; background: #f6f8fa; color: #131b25; }
header { position: sticky; top: 0; padding: 12px 0; background: #f6f8fa; border-bottom: 1px solid #cfd6df; z-index: 1; }
header label { margin-right: 16px; }
nav a { display: inline-block; margin: 0 12px 8px 0; }
section { scroll-margin-top: 64px; }
section > div { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
figure { margin: 0; }
img { display: block; max-height: 560px; max-width: 100%; border: 1px solid #cfd6df; background: #fff; }
figcaption { color: #556273; }`;

/** Of what pictures differ in, beside the page that they are of. */
const KINDS = { state: 'State', width: 'Width', colours: 'Colours', language: 'Language' };

function choice(kind, pages) {
  const values = new Set(pages.flatMap(({ pictures }) => pictures.map((picture) => String(picture[kind]))));
  const options = [...values].filter((value) => value !== '').toSorted((one, other) => one.localeCompare(other));
  return `<label>${KINDS[kind]} <select data-kind="${kind}"><option value="">all</option>${options
    .map((value) => `<option>${escaped(value)}</option>`)
    .join('')}</select></label>`;
}

/** Shows the pictures that all choices allow, and no page without one. */
const CHOOSE = `
const chosen = () => [...document.querySelectorAll('select')].filter(({ value }) => value !== '');
addEventListener('change', () => {
  for (const figure of document.querySelectorAll('figure'))
    figure.hidden = chosen().some(({ dataset: { kind }, value }) => figure.dataset[kind] !== value);
  for (const section of document.querySelectorAll('section'))
    section.hidden = section.querySelector('figure:not([hidden])') === null;
});`;

/** All pictures as one page, which lies beside them. */
export function pictureBook(files) {
  const pages = pagesOf(files);
  const links = pages.map(({ page }) => `<a href="#${escaped(page)}">${escaped(page)}</a>`).join('');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Aegis: picture book</title>
<style>${STYLE}</style>
<h1>Picture book</h1>
<nav>${links}</nav>
<header>${Object.keys(KINDS)
    .map((kind) => choice(kind, pages))
    .join('')}</header>
${pages.map(section).join('\n')}
<script>${CHOOSE}</script>
</html>
`;
}
