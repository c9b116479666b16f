const STYLESHEET = / *<link rel="stylesheet"[^>]*>\n?/g;
const ROOT = / *<div id="root">/;

/**
 * Puts the stylesheet of the landing page behind its first words, which carry their own few rules: a browser paints nothing
 * that stands after a stylesheet before it is there. Scripts still wait for it, so the application never shows without its styles.
 */
export function textBeforeStyles() {
  return {
    name: 'aegis-text-before-styles',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { filename }) {
        if (!filename.endsWith('/index.html')) return html;
        const links = html.match(STYLESHEET) ?? [];
        return html.replace(STYLESHEET, '').replace(ROOT, (root) => links.join('') + root);
      },
    },
  };
}
