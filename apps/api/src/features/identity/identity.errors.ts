import { catalogue } from '../../platform/http/problem.js';

export const identityErrors = catalogue({
  email_taken: { status: 409, sentence: 'There is an account with this e-mail address. Sign in instead.' },
  wrong_credentials: { status: 401, sentence: 'The e-mail address or the password is wrong.' },
  account_suspended: { status: 403, sentence: 'This account is suspended. Write to support to learn why.' },
  account_changed: {
    status: 409,
    sentence: 'The account was changed at the same moment. Nothing was done: look at it again.',
  },
  already_suspended: { status: 409, sentence: 'This account is suspended already.' },
  not_suspended: { status: 409, sentence: 'This account is not suspended.' },
  account_closing: {
    status: 403,
    sentence:
      'This account is closed and will be erased. To keep it, send facts.cancelToken to POST /auth/erasure/cancel within 15 minutes.',
  },
  too_many_failures: {
    status: 429,
    sentence: 'Too many failed sign-ins from here. Wait as long as Retry-After says, or set a new password.',
  },
  second_factor_needed: { status: 401, sentence: 'Sign in again with the code of your authenticator application.' },
  wrong_second_factor: { status: 401, sentence: 'The code is wrong, out of date or used. Wait for the next one.' },
  second_factor_not_set_up: {
    status: 403,
    sentence: 'Administrators need a second factor. The operator sets it up with "npm run admin -- second-factor".',
  },
  token_not_valid: {
    status: 422,
    sentence: 'The link is used, taken back, or out of date. Ask for a new one.',
  },
  too_many_mails: {
    status: 429,
    sentence:
      'You were mailed several times within a few minutes. Look for the newest mail, or wait as long as Retry-After says.',
  },
  not_a_picture: { status: 422, sentence: 'This is not a picture that can be taken: send a JPEG, PNG or WebP file.' },
  wrong_password: { status: 422, sentence: 'The current password is wrong.' },
  password_guessable: {
    status: 422,
    sentence:
      'This password is easily guessed: it is common, follows a pattern, or is made of your name. Take several words, or a longer one.',
  },
  same_email: { status: 422, sentence: 'This is the address that you have. Enter the new one.' },
  email_already_verified: { status: 409, sentence: 'Your e-mail address is confirmed already.' },
  account_busy: {
    status: 409,
    sentence: 'A guard has taken a job of yours, or you are at work. Finish or cancel it before you close the account.',
  },
  cannot_suspend_yourself: { status: 422, sentence: 'An administrator cannot suspend the account in use.' },
});
