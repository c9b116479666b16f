import { z } from 'zod';
import { endpoint, file, image, page, userRole } from './endpoint.js';
import { email, lineOfText, noName, personName } from './person.js';
import { id, instant, language, phone, text } from './primitives.js';

export const userStatus = z.enum(['pending_verification', 'active', 'suspended', 'inactive']);
export type UserStatus = z.output<typeof userStatus>;

export const user = z
  .object({
    id,
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    /** What a customer's papers are made out to; null: to themselves. */
    companyName: z.string().nullable(),
    phone: z.string().nullable(),
    language,
    role: userRole,
    status: userStatus,
    emailVerifiedAt: instant.nullable(),
    identityVerifiedAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'User' });

/** As administrators see them. */
export const knownUser = user
  .extend({
    /** Until when a closed account can be brought back; null: it is not closed. */
    erasureDueAt: instant.nullable(),
    /** What a closed account is again when it is brought back. */
    statusBeforeClosing: userStatus.nullable(),
  })
  .meta({ id: 'KnownUser' });

/** 10 or more characters for a new account; the upper bound keeps hashing cheap to refuse. */
const newPassword = z
  .string()
  .min(10, 'a password has at least 10 characters')
  .max(200)
  .refine((value) => !value.includes('\0'), 'must not contain NUL');

/** Single-use, from a mail or a refusal. */
const mailedToken = z.string().regex(/^[\w-]{43}$/, 'is not a token');

/** For a phone that is lost. */
export const RECOVERY_CODE = /^[a-z2-7]{26}$/;

const sixDigits = z.string().regex(/^\d{6}$/, 'six digits');

export const secondFactorCode = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(sixDigits.or(z.string().regex(RECOVERY_CODE, 'six digits, or a recovery code')));

export const presentPassword = z.string().min(1).max(200);

export const signedIn = z.object({ token: z.string(), expiresAt: instant, user }).meta({ id: 'SignedIn' });

const session = z
  .object({
    id,
    device: z.string().nullable(),
    ip: z.string().nullable(),
    createdAt: instant,
    lastActiveAt: instant,
    expiresAt: instant,
    current: z.boolean(),
  })
  .meta({ id: 'Session' });

export const auth = {
  register: endpoint({
    method: 'POST',
    path: '/auth/register',
    access: 'anyone',
    summary: 'Open a customer or guard account and sign in',
    body: z.strictObject({
      email,
      password: newPassword,
      firstName: personName,
      /** Many people have one name. */
      lastName: personName.or(noName).default(''),
      role: z.enum(['customer', 'guard']),
      phone: phone.optional(),
      /** In which they are written to; where it is left out, the best liked one of `Accept-Language`. */
      language: language.optional(),
      /** Of the terms that were shown, and to which they agree by this; kept with the moment. */
      termsVersion: text(20).optional(),
    }),
    answer: signedIn,
    status: 201,
  }),
  login: endpoint({
    method: 'POST',
    path: '/auth/login',
    access: 'anyone',
    summary: 'Sign in',
    body: z.strictObject({
      email,
      password: z.string().min(1).max(200),
      /** Of the second factor, where the account has one. */
      code: secondFactorCode.optional(),
    }),
    answer: signedIn,
  }),
  changePassword: endpoint({
    method: 'POST',
    path: '/auth/password',
    access: 'signed-in',
    summary: 'Set a new password; signs out everywhere else',
    body: z.strictObject({ currentPassword: z.string().min(1).max(200), newPassword }),
  }),
  forgotPassword: endpoint({
    method: 'POST',
    path: '/auth/password/forgot',
    access: 'anyone',
    summary: 'Mail a link that sets a new password; the answer is the same whether there is an account or not',
    body: z.strictObject({ email }),
  }),
  resetPassword: endpoint({
    method: 'POST',
    path: '/auth/password/reset',
    access: 'anyone',
    summary: 'Set a new password with the token of the mail; signs out everywhere',
    body: z.strictObject({ token: mailedToken, password: newPassword }),
  }),
  sendVerification: endpoint({
    method: 'POST',
    path: '/auth/email/send',
    access: 'signed-in',
    summary: 'Mail the link that confirms my address again',
  }),
  verifyEmail: endpoint({
    method: 'POST',
    path: '/auth/email/verify',
    access: 'anyone',
    summary: 'Confirm an e-mail address with the token of the mail',
    body: z.strictObject({ token: mailedToken }),
  }),
  changeEmail: endpoint({
    method: 'POST',
    path: '/auth/email/change',
    access: 'signed-in',
    summary: 'Ask for another e-mail address; it is mine when the link that is mailed to it was followed',
    body: z.strictObject({ email, password: z.string().min(1).max(200) }),
  }),
  confirmEmailChange: endpoint({
    method: 'POST',
    path: '/auth/email/change/confirm',
    access: 'anyone',
    summary: 'Take the new e-mail address, with the token of the mail to it',
    body: z.strictObject({ token: mailedToken }),
  }),
  cancelErasure: endpoint({
    method: 'POST',
    path: '/auth/erasure/cancel',
    access: 'anyone',
    summary: 'Keep a closed account and sign in; the token comes with the refusal of a sign-in (`account_closing`)',
    body: z.strictObject({ token: mailedToken }),
    answer: signedIn,
  }),
  enterForRights: endpoint({
    method: 'POST',
    path: '/auth/rights',
    access: 'anyone',
    summary:
      "Open a session of an hour for one's rights alone: export, erasure, and why. The token comes with the refusal of a sign-in (`account_suspended`, `account_closing`)",
    body: z.strictObject({ token: mailedToken }),
    answer: z.object({ token: z.string(), expiresAt: instant }).meta({ id: 'RightsSession' }),
  }),
  secondFactor: endpoint({
    method: 'GET',
    path: '/auth/second-factor',
    access: ['customer', 'guard'],
    summary: 'Whether a code is asked for when I sign in',
    answer: z.object({ isOn: z.boolean(), recoveryCodesLeft: z.int() }).meta({ id: 'SecondFactor' }),
  }),
  offerSecondFactor: endpoint({
    method: 'POST',
    path: '/auth/second-factor/offer',
    access: ['customer', 'guard'],
    summary: 'A secret for my authenticator; in force when it comes back with one of its codes',
    /** `address` is taken by authenticators; `sealed` is the same for us alone. */
    answer: z
      .object({ address: z.string(), secret: z.string(), sealed: z.string() })
      .meta({ id: 'OfferedSecondFactor' }),
  }),
  turnOnSecondFactor: endpoint({
    method: 'POST',
    path: '/auth/second-factor',
    access: ['customer', 'guard'],
    summary: 'Ask for a code whenever I sign in; signs out everywhere else, and gives codes for a lost phone, once',
    body: z.strictObject({ sealed: z.string().min(1).max(500), code: sixDigits, password: presentPassword }),
    answer: z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' }),
    status: 201,
  }),
  turnOffSecondFactor: endpoint({
    method: 'POST',
    path: '/auth/second-factor/remove',
    access: ['customer', 'guard'],
    summary: 'Ask for no code any more; signs out everywhere else',
    body: z.strictObject({ code: secondFactorCode, password: presentPassword }),
  }),
  logout: endpoint({
    method: 'POST',
    path: '/auth/logout',
    access: 'signed-in',
    forRights: true,
    summary: 'Sign out: ends this session',
  }),
  sessions: endpoint({
    method: 'GET',
    path: '/auth/sessions',
    access: 'signed-in',
    summary: 'My live sessions, newest first',
    answer: z.object({ items: z.array(session), nextCursor: z.string().nullable() }),
  }),
  revokeSession: endpoint({
    method: 'DELETE',
    path: '/auth/sessions/:id',
    access: 'signed-in',
    summary: 'End one of my sessions',
    params: z.strictObject({ id }),
  }),
};

const exportRequest = z
  .object({
    id,
    format: z.enum(['json', 'pdf']),
    status: z.enum(['pending', 'done', 'failed', 'expired', 'cancelled']),
    requestedAt: instant,
    expiresAt: instant.nullable(),
    /** Works in a session of mine only. */
    link: z.string().nullable(),
  })
  .meta({ id: 'ExportRequest' });

const standing = z
  .object({
    standing: userStatus,
    /** As who suspended the account has written it; null: it is not suspended. */
    reason: z.string().nullable(),
    suspendedAt: instant.nullable(),
    /** When a closed account is erased; null: it is not closed. */
    erasureDueAt: instant.nullable(),
  })
  .meta({ id: 'Standing' });

export const users = {
  me: endpoint({ method: 'GET', path: '/users/me', access: 'signed-in', summary: 'My account', answer: user }),
  changeMe: endpoint({
    method: 'PATCH',
    path: '/users/me',
    access: 'signed-in',
    summary: 'Change my name, that of my company, my phone number or the language in which I am written to',
    body: z.strictObject({
      firstName: personName.optional(),
      lastName: personName.or(noName).optional(),
      companyName: lineOfText(120).nullable().optional(),
      phone: phone.nullable().optional(),
      language: language.optional(),
    }),
    answer: user,
  }),
  standing: endpoint({
    method: 'GET',
    path: '/users/me/standing',
    access: 'signed-in',
    forRights: true,
    summary: 'What my account is and why: suspended with its reason, or closed with the day of its erasure',
    answer: standing,
  }),
  eraseMe: endpoint({
    method: 'DELETE',
    path: '/users/me',
    access: 'signed-in',
    forRights: true,
    summary: 'Ask for the erasure of my account: signs out everywhere and closes it at once, erases after 30 days',
  }),
  exportMe: endpoint({
    method: 'GET',
    path: '/users/me/export',
    access: 'signed-in',
    forRights: true,
    summary: 'Everything held on me; 202 with the address to fetch it from when it is made in the background',
    query: z.strictObject({ format: z.enum(['json', 'pdf']).default('json') }),
    answer: file,
    fileTypes: ['application/json', 'application/pdf'],
  }),
  exports: endpoint({
    method: 'GET',
    path: '/users/me/exports',
    access: 'signed-in',
    forRights: true,
    summary: 'My exports made in the background, newest first',
    answer: page(exportRequest),
  }),
  downloadExport: endpoint({
    method: 'GET',
    path: '/users/me/exports/:id',
    access: 'signed-in',
    forRights: true,
    summary: 'Fetch an export, within seven days',
    params: z.strictObject({ id }),
    answer: file,
    fileTypes: ['application/json', 'application/pdf'],
  }),
  setPhoto: endpoint({
    method: 'PUT',
    path: '/users/me/photo',
    access: 'signed-in',
    summary: 'Set my profile photo: JPEG, PNG or WebP up to 5 MB; made 512 pixels wide at most, without its metadata',
    body: image,
    takesImage: true,
  }),
  removePhoto: endpoint({ method: 'DELETE', path: '/users/me/photo', access: 'signed-in', summary: 'Remove my photo' }),
  photo: endpoint({
    method: 'GET',
    path: '/users/:id/photo',
    access: 'signed-in',
    summary: 'Profile photo of a person',
    params: z.strictObject({ id }),
    answer: file,
    fileTypes: ['image/jpeg'],
  }),
};

export const privacyRequest = z
  .object({
    id,
    userId: id,
    kind: z.enum(['export', 'erasure']),
    status: z.enum(['pending', 'done', 'cancelled', 'failed', 'expired']),
    cause: z.enum(['on_request', 'inactive']),
    format: z.enum(['json', 'pdf']).nullable(),
    requestedAt: instant,
    dueAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'PrivacyRequest' });
