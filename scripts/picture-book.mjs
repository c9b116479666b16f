const NAME = /^(?<page>.+?)-(?<width>\d{3,4})(?:-(?<colours>light|dark))?\.png$/;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Of each page its pictures, the narrow before the wide, the light before the dark; what is named otherwise is left out. */
export function pagesOf(files) {
  const pages = new Map();
  for (const file of files) {
    const { page, width, colours = 'light' } = NAME.exec(file)?.groups ?? {};
    if (page === undefined) continue;
    pages.set(page, [...(pages.get(page) ?? []), { file, width: Number(width), colours }]);
  }
  const order = (one, other) => other.colours.localeCompare(one.colours) || one.width - other.width;
  return [...pages]
    .map(([page, pictures]) => ({ page, pictures: pictures.toSorted(order) }))
    .toSorted((one, other) => one.page.localeCompare(other.page));
}

const figure = ({ file, width, colours }) => {
  const [address, caption] = [escaped(file), `${width} px, ${colours}`];
  return `<figure><a href="${address}"><img src="${address}" alt="${caption}" loading="lazy"></a><figcaption>${caption}</figcaption></figure>`;
};

const section = ({ page, pictures }) => {
  const name = escaped(page);
  return `<section id="${name}"><h2>${name}</h2><div>${pictures.map(figure).join('')}</div></section>`;
};

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 24px; background: #f6f8fa; color: #131b25; }
nav a { display: inline-block; margin: 0 12px 8px 0; }
section > div { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
figure { margin: 0; }
img { display: block; max-height: 560px; max-width: 100%; border: 1px solid #cfd6df; background: #fff; }
figcaption { color: #556273; }`;

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
${pages.map(section).join('\n')}
</html>
`;
}
