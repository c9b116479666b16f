import type { Mail } from '../../../platform/mail/mailer.js';
import { type Reader, signed, wordsFor } from '../../../platform/mail/written-mail.js';

/** Tokens stand behind the #: browsers send that part to nobody, so it is in no log and no referrer. */
const linkTo = (baseUrl: string, page: string, token: string): string => `${baseUrl}/${page}#${token}`;

export function verificationMail(to: Reader, baseUrl: string, token: string, hours: number): Mail {
  const words = wordsFor(to);
  const link = linkTo(baseUrl, 'verify-email', token);
  return signed(to, words('mails.verification.subject'), words('mails.verification.text', { link, hours }));
}

export function resetMail(to: Reader, baseUrl: string, token: string, minutes: number): Mail {
  const words = wordsFor(to);
  const link = linkTo(baseUrl, 'reset-password', token);
  return signed(to, words('mails.reset.subject'), words('mails.reset.text', { link, minutes }));
}

export function newAddressMail(to: Reader, baseUrl: string, token: string, hours: number): Mail {
  const words = wordsFor(to);
  const link = linkTo(baseUrl, 'change-email', token);
  return signed(to, words('mails.newAddress.subject'), words('mails.newAddress.text', { link, hours }));
}

export function guessesMail(to: Reader, baseUrl: string, times: number): Mail {
  const words = wordsFor(to);
  return signed(to, words('mails.guesses.subject'), words('mails.guesses.text', { link: `${baseUrl}/account`, times }));
}

export function passkeyMail(to: Reader, name: string, isAdded: boolean): Mail {
  const words = wordsFor(to);
  const what = isAdded ? 'passkeyAdded' : 'passkeyRemoved';
  return signed(to, words(`mails.${what}.subject`), words(`mails.${what}.text`, { name }));
}

/**
 * What has happened to an account, told to who may not have done it. `addressChangeAsked` goes to the address that is still in use,
 * before anything changes: whoever reads it can still stop it.
 */
export function accountMail(
  to: Reader,
  what:
    | 'passwordChanged'
    | 'addressChangeAsked'
    | 'addressChangeBySupport'
    | 'addressChanged'
    | 'secondFactorOn'
    | 'secondFactorOff',
): Mail {
  const words = wordsFor(to);
  return signed(to, words(`mails.${what}.subject`), words(`mails.${what}.text`));
}
