import type { Mail } from '../../../platform/mail/mailer.js';
import type { Words } from '../matrix/words.js';

interface Links {
  openUrl: string;
  stopUrl: string;
}

/** One message as text and as HTML: the same words, in the same order; nothing that loads. */
export function mailOf({ title, body }: Words, { openUrl, stopUrl }: Links): Pick<Mail, 'subject' | 'text' | 'html'> {
  const why = 'You get this because of your account with Aegis.';
  const text = [title, body, openUrl, `${why} No more e-mails of this kind: ${stopUrl}`].join('\n\n');
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;background:#f6f7f9;color:#1c2733;font:16px/1.5 sans-serif">
<div style="max-width:32em;margin:0 auto;padding:24px;background:#fff;border-radius:10px">
<h1 style="margin:0 0 12px;font-size:20px">${escaped(title)}</h1>
<p style="margin:0 0 20px">${escaped(body)}</p>
<p style="margin:0 0 24px"><a href="${escaped(openUrl)}" style="color:#1c5fd0">Open it in Aegis</a></p>
<p style="margin:0;font-size:13px;color:#5b6774">${why} <a href="${escaped(stopUrl)}" style="color:#5b6774">No more e-mails of this kind</a></p>
</div>
</body>
</html>`;
  return { subject: title, text, html };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What people wrote (the title of a job) is text wherever it stands. */
const escaped = (words: string): string => words.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
