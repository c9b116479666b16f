import type { Mail } from '../../../platform/mail/mailer.js';
import type { Words } from '../matrix/words.js';

interface Links {
  openUrl: string;
  stopUrl: string;
}

interface DigestItem extends Words {
  url: string;
}

const WHY = 'You get this because of your account with Aegis.';

/** One message as text and as HTML: the same words, in the same order; nothing that loads. */
export function mailOf({ title, body }: Words, { openUrl, stopUrl }: Links): Pick<Mail, 'subject' | 'text' | 'html'> {
  const html = `${paragraph(escaped(body))}${paragraph(anchor(openUrl, 'Open it in Aegis'), '0 0 24px')}`;
  return whole(title, { text: [body, openUrl], html, stopUrl });
}

/** Several messages as one. */
export function digestMail(items: readonly DigestItem[], stopUrl: string): Pick<Mail, 'subject' | 'text' | 'html'> {
  const subject = items.length === 1 ? 'One thing needs you' : `${items.length} things need you`;
  return whole(subject, {
    text: items.map(({ title, body, url }) => `${title}\n${body}\n${url}`),
    html: items
      .map(({ title, body, url }) => paragraph(`${anchor(url, title)}<br>${escaped(body)}`, '0 0 20px'))
      .join(''),
    stopUrl,
  });
}

interface Parts {
  text: readonly string[];
  html: string;
  stopUrl: string;
}

function whole(title: string, { text, html, stopUrl }: Parts): Pick<Mail, 'subject' | 'text' | 'html'> {
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;background:#f6f7f9;color:#1c2733;font:16px/1.5 sans-serif">
<div style="max-width:32em;margin:0 auto;padding:24px;background:#fff;border-radius:10px">
<h1 style="margin:0 0 12px;font-size:20px">${escaped(title)}</h1>
${html}
<p style="margin:0;font-size:13px;color:#5b6774">${WHY} ${anchor(stopUrl, 'No more e-mails of this kind', '#5b6774')}</p>
</div>
</body>
</html>`;
  return {
    subject: title,
    text: [title, ...text, `${WHY} No more e-mails of this kind: ${stopUrl}`].join('\n\n'),
    html: page,
  };
}

const paragraph = (html: string, margin = '0 0 20px'): string => `<p style="margin:${margin}">${html}</p>\n`;

const anchor = (url: string, words: string, color = '#1c5fd0'): string =>
  `<a href="${escaped(url)}" style="color:${color}">${escaped(words)}</a>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What people wrote (the title of a job) is text wherever it stands. */
const escaped = (words: string): string => words.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
