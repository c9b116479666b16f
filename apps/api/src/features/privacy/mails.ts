import type { Mail } from '../../platform/mail/mailer.js';
import { type Reader, signed, wordsFor } from '../../platform/mail/written-mail.js';

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

export function closingMail(to: Reader, baseUrl: string, dueAt: Date): Mail {
  const words = wordsFor(to);
  const told = { day: dayOf(dueAt), link: `${baseUrl}/sign-in` };
  return signed(to, words('mails.closing.subject'), words('mails.closing.text', told));
}

export function inactivityMail(to: Reader, baseUrl: string, closesAt: Date): Mail {
  const words = wordsFor(to);
  const told = { day: dayOf(closesAt), link: `${baseUrl}/sign-in` };
  return signed(to, words('mails.inactivity.subject'), words('mails.inactivity.text', told));
}

export function exportMail(to: Reader, baseUrl: string, expiresAt: Date): Mail {
  const words = wordsFor(to);
  const told = { day: dayOf(expiresAt), link: `${baseUrl}/account` };
  return signed(to, words('mails.export.subject'), words('mails.export.text', told));
}
