import { catalogue } from '../../platform/http/problem.js';

export const identityErrors = catalogue({
  email_taken: { status: 409, sentence: 'There is an account with this e-mail address. Sign in instead.' },
  wrong_credentials: { status: 401, sentence: 'The e-mail address or the password is wrong.' },
  account_suspended: { status: 403, sentence: 'This account is suspended. Write to support to learn why.' },
  cannot_suspend_yourself: { status: 422, sentence: 'An administrator cannot suspend the account in use.' },
});
