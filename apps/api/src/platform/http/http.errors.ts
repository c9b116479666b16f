import { catalogue } from './problem.js';

/** Refusals that every route can answer. */
export const httpErrors = catalogue({
  invalid_request: { status: 400, sentence: 'Something in the request is not as it should be; see errors.' },
  malformed_body: { status: 400, sentence: 'The body is not valid JSON.' },
  unauthenticated: { status: 401, sentence: 'Sign in first: the session is missing, ended or unknown.' },
  forbidden: { status: 403, sentence: 'This is not for your role.' },
  cross_site_request: { status: 403, sentence: 'A browser may change things only from pages of this site.' },
  not_found: { status: 404, sentence: 'There is nothing here, or it is not yours.' },
  conflict: { status: 409, sentence: 'Somebody else was first; read again and retry.' },
  body_too_large: { status: 413, sentence: 'The body is larger than this address takes.' },
  unsupported_media_type: { status: 415, sentence: 'Send JSON with Content-Type: application/json.' },
  host_not_served: {
    status: 421,
    sentence: 'This server does not answer to this name. Its operator sets PUBLIC_URL to the address that people use.',
  },
  headers_too_large: { status: 431, sentence: 'The headers of the request are larger than this server takes.' },
  idempotency_key_reused: {
    status: 422,
    sentence: 'This Idempotency-Key was used for another request; use a new key.',
  },
  invalid_idempotency_key: { status: 400, sentence: 'An Idempotency-Key has 1 to 255 visible ASCII characters.' },
  request_refused: { status: 400, sentence: 'The server cannot take this request.' },
  internal_error: { status: 500, sentence: 'Something went wrong here; nothing was changed. Quote the request id.' },
  too_many_requests: { status: 429, sentence: 'Too many requests in a minute. Wait as long as Retry-After says.' },
  overloaded: { status: 503, sentence: 'The server is busy; nothing was changed. Try again shortly.' },
});
