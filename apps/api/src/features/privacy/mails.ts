import type { Mail } from '../../platform/mail/mailer.js';

const day = (at: Date): string => at.toISOString().slice(0, 10);

export const closingMail = (to: string, baseUrl: string, dueAt: Date): Mail => ({
  to,
  subject: 'Your account is closed',
  text: `Your account is closed, you are signed out everywhere and your positions are deleted. On ${day(dueAt)} everything else that names you will be erased; the amounts of past payments stay in the books without your name.\n\nTo keep the account, sign in before that day:\n\n${baseUrl}/sign-in\n\nAegis`,
});

export const inactivityMail = (to: string, baseUrl: string, closesAt: Date): Mail => ({
  to,
  subject: 'Your account will be closed',
  text: `You have not signed in for almost a year. If you do not want your account to be closed on ${day(closesAt)}, sign in before that day:\n\n${baseUrl}/sign-in\n\nAegis`,
});

export const exportMail = (to: string, baseUrl: string, expiresAt: Date): Mail => ({
  to,
  subject: 'Your data is ready',
  text: `Everything we hold on you has been put together. Sign in and fetch it until ${day(expiresAt)}:\n\n${baseUrl}/account\n\nAegis`,
});
