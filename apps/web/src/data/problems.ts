import { ApiError, ConnectionError } from '@aegis/client/errors';
import { NoPasskey } from './no-passkey';
import { words } from '../words/words';

/** No later try of what was kept on the device can succeed. */
export const isFinal = (error: unknown): boolean =>
  error instanceof ApiError && [400, 404, 409, 422].includes(error.status);

/** What happened, what is safe, what to do: one or two sentences for people. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ConnectionError) return words('layout.problem.noAnswer');
  if (error instanceof NoPasskey) return error.message;
  if (!(error instanceof ApiError)) return words('layout.problem.page');
  if (error.status === 429) return tooManyWords(error);
  if (error.code === 'invalid_request' && error.errors.length > 0)
    return error.errors.map(({ path, message }) => `${lastPart(path)}: ${message}`).join('. ');
  if (error.status >= 500 && error.requestId !== null) return `${error.detail} (${error.requestId})`;
  return error.detail;
}

/** Errors of a refused form, by field, as a form wants them. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.errors.map(({ path, message }) => [path.replace(/^body\./, ''), message]));
}

export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.code === 'unauthenticated';

/** The password was right; the account asks for a code besides. */
export const asksForCode = (error: unknown): boolean =>
  error instanceof ApiError && ['second_factor_needed', 'wrong_second_factor'].includes(error.code);

/** What keeps an account that was closed and is not erased yet; null for every other refusal. */
export const keepingTokenOf = (error: unknown): string | null =>
  error instanceof ApiError && error.code === 'account_closing' ? String(error.facts['cancelToken']) : null;

/** What opens a session for one's rights to who is suspended, or has closed their account; null for every other refusal. */
export const rightsTokenOf = (error: unknown): string | null =>
  error instanceof ApiError && typeof error.facts['rightsToken'] === 'string' ? error.facts['rightsToken'] : null;

/** Of what is not asked for, because the device says that it has no network. */
export const NO_ANSWER = new ConnectionError('there is no network');

/** No answer, or one from a proxy in between: the server itself said nothing. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof ConnectionError ||
  (error instanceof ApiError && error.code === 'unexpected_answer' && error.status >= 502);

const lastPart = (path: string): string => path.split('.').at(-1) ?? path;

function tooManyWords({ retryAfterSeconds: seconds }: ApiError): string {
  if (seconds === null) return words('layout.problem.aMinute');
  if (seconds < 90) return words('layout.problem.seconds', { seconds });
  return words('layout.problem.minutes', { minutes: Math.ceil(seconds / 60) });
}
