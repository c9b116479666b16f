import { catalogue } from './problem.js';

/** Refusals that every route can answer. */
export const httpErrors = catalogue({
  invalid_request: 400,
  malformed_body: 400,
  unauthenticated: 401,
  rights_only: 403,
  forbidden: 403,
  cross_site_request: 403,
  not_found: 404,
  conflict: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  host_not_served: 421,
  headers_too_large: 431,
  idempotency_key_reused: 422,
  invalid_idempotency_key: 400,
  request_refused: 400,
  internal_error: 500,
  too_many_requests: 429,
  too_many_pictures: 429,
  too_much_at_once: 429,
  request_timed_out: 408,
  outcome_unknown: 503,
  storage_full: 503,
  overloaded: 503,
});
