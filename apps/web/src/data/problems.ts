import { ApiError, ConnectionError } from '@aegis/client/errors';

/** What happened, what is safe, what to do: one or two sentences for people. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ConnectionError)
    return 'The server did not answer. Nothing you entered is lost; try again in a moment.';
  if (!(error instanceof ApiError)) return 'Something went wrong on this page. Load it again.';
  if (error.status === 429) return `Too many tries. Wait ${waitOf(error)} and try again.`;
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

/** No answer, or one from a proxy in between: the server itself said nothing. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof ConnectionError ||
  (error instanceof ApiError && error.code === 'unexpected_answer' && error.status >= 502);

const lastPart = (path: string): string => path.split('.').at(-1) ?? path;

function waitOf({ retryAfterSeconds }: ApiError): string {
  if (retryAfterSeconds === null) return 'a minute';
  return retryAfterSeconds < 90 ? `${retryAfterSeconds} seconds` : `${Math.ceil(retryAfterSeconds / 60)} minutes`;
}
