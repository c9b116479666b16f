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

export const newAddressMail = (to: string, baseUrl: string, token: string, hours: number): Mail => ({
  to,
  subject: 'Confirm your new e-mail address',
  text: `Somebody, probably you, wants to use this address for their account with Aegis. Confirm it here:\n\n${link(baseUrl, 'change-email', token)}\n\nThe link works once, for ${hours} hours. If it was not you, ignore this mail: nothing changes.${SIGNATURE}`,
});

/** To the address that is still in use, before anything changes: whoever reads it can still stop it. */
export const addressChangeAskedMail = (to: string): Mail => ({
  to,
  subject: 'Your e-mail address is to be changed',
  text: `Somebody who knows your password, probably you, asked for another e-mail address for your account. It changes when the new address is confirmed. If it was not you, set a new password at once and write to support.${SIGNATURE}`,
});

export const addressChangedMail = (to: string): Mail => ({
  to,
  subject: 'Your e-mail address was changed',
  text: `Your account is used with another e-mail address from now on; this one is told nothing more. If it was not you, write to support at once.${SIGNATURE}`,
});

export const guessesMail = (to: string, baseUrl: string, times: number): Mail => ({
  to,
  subject: 'Wrong passwords for your account',
  text: `Somebody has tried to sign in to your account with a wrong password ${times} times within a day. Nobody has got in that way. If it was not you and your password is short, or used elsewhere too, set another one: ${baseUrl}/account. You are not told again while it goes on.${SIGNATURE}`,
});
