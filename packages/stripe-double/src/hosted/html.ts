const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;color:#1a1f36}' +
  'button{font:inherit;padding:.6rem 1.2rem;margin:.3rem .6rem .3rem 0;border:0;border-radius:.4rem;background:#635bff;color:#fff;cursor:pointer}' +
  'button.quiet{background:#e3e8ee;color:#1a1f36}.note{background:#fff4e0;padding:.6rem 1rem;border-radius:.4rem}';

/** A page of the double. It says that it is one, so that nobody takes it for Stripe's. */
export function htmlPage(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>
<p class="note">This page is a local stand-in for Stripe. No data leaves this computer and no money moves.</p>
${content}</main></body></html>`;
}
