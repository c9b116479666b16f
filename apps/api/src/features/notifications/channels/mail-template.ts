import { type Language, wordsIn } from '@aegis/words/all';
import type { Mail } from '../../../platform/mail/mailer.js';
import type { Words } from '../matrix/words.js';

interface Links {
  openUrl: string;
  stopUrl: string;
}

type Form = Pick<Mail, 'subject' | 'text' | 'html'>;

interface DigestItem extends Words {
  url: string;
}

/** One message as text and as HTML: the same words, in the same order; nothing that loads. */
export function mailOf({ title, body }: Words, { openUrl, stopUrl }: Links, language: Language): Form {
  const open = anchor(openUrl, wordsIn(language)('mails.open'));
  const html = `${paragraph(escaped(body))}${paragraph(open, '0 0 24px')}`;
  return whole(title, { text: [body, openUrl], html, stopUrl, language });
}

/** Several messages as one. */
export function digestMail(items: readonly DigestItem[], stopUrl: string, language: Language): Form {
  const subject = wordsIn(language)('mails.digest', { count: items.length });
  return whole(subject, {
    text: items.map(({ title, body, url }) => `${title}\n${body}\n${url}`),
    html: items
      .map(({ title, body, url }) => paragraph(`${anchor(url, title)}<br>${escaped(body)}`, '0 0 20px'))
      .join(''),
    stopUrl,
    language,
  });
}

interface Parts {
  text: readonly string[];
  html: string;
  stopUrl: string;
  language: Language;
}

function whole(title: string, { text, html, stopUrl, language }: Parts): Form {
  const words = wordsIn(language);
  const [why, stop] = [words('mails.why'), words('mails.stop')];
  const page = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;background:#f6f7f9;color:#1c2733;font:16px/1.5 sans-serif">
<div style="max-width:32em;margin:0 auto;padding:24px;background:#fff;border-radius:10px">
<h1 style="margin:0 0 12px;font-size:20px">${escaped(title)}</h1>
${html}
<p style="margin:0;font-size:13px;color:#5b6774">${escaped(why)} ${anchor(stopUrl, stop, '#5b6774')}</p>
</div>
</body>
</html>`;
  return {
    subject: title,
    text: [title, ...text, `${why} ${stop}: ${stopUrl}`].join('\n\n'),
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
