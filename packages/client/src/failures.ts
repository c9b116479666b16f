import { problem } from '@aegis/contract';
import { ApiError } from './errors.js';

/** The refusal in `response`, also when it is not ours: a proxy in between answers with its own page. */
export function refusalOf(response: Response, text: string): ApiError {
  const given = problem.safeParse(parseJson(text));
  const retryAfterSeconds = readRetryAfter(response.headers.get('retry-after'));
  if (given.success) return new ApiError({ ...given.data, retryAfterSeconds });
  return new ApiError({
    status: response.status,
    code: 'unexpected_answer',
    detail: `The answer is not one of Aegis (${response.statusText || 'no status text'}).`,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds,
  });
}

/** Undefined for text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Only the form in seconds: ours sends no other, and a date would need the server's clock. */
function readRetryAfter(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}
