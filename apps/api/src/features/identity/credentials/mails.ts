import type { Mail } from '../../../platform/mail/mailer.js';

const SIGNATURE = '\n\nAegis';

/** Tokens stand behind the #: browsers send that part to nobody, so it is in no log and no referrer. */
const link = (baseUrl: string, page: string, token: string): string => `${baseUrl}/${page}#${token}`;

export const verificationMail = (to: string, baseUrl: string, token: string, hours: number): Mail => ({
  to,
  subject: 'Confirm your e-mail address',
  text: `Please confirm that this address is yours:\n\n${link(baseUrl, 'verify-email', token)}\n\nThe link works once, for ${hours} hours. If you did not open an account, ignore this mail.${SIGNATURE}`,
});

export const resetMail = (to: string, baseUrl: string, token: string, minutes: number): Mail => ({
  to,
  subject: 'Set a new password',
  text: `Somebody, probably you, asked for a new password. Set it here:\n\n${link(baseUrl, 'reset-password', token)}\n\nThe link works once, for ${minutes} minutes. If it was not you, ignore this mail: nothing changes.${SIGNATURE}`,
});

export const passwordChangedMail = (to: string): Mail => ({
  to,
  subject: 'Your password was changed',
  text: `The password of your account was changed and all other devices were signed out. If it was not you, set a new password at once and write to support.${SIGNATURE}`,
});
