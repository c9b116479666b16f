/** The `error` object of Stripe's answers (https://docs.stripe.com/api/errors). */
export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  [detail: string]: unknown;
}

/**
 * A refusal in Stripe's words. `saved` says whether an idempotency key keeps it: Stripe keeps every answer of an
 * endpoint that began to execute, but none given before that (bad key, bad parameter, too many requests).
 */
export class StripeFailure extends Error {
  readonly saved: boolean;

  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    options: { saved?: boolean } = {},
  ) {
    super(body.message);
    this.saved = options.saved ?? true;
  }
}

function documented(body: ErrorBody): ErrorBody {
  return body.code === undefined
    ? body
    : { ...body, doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}` };
}

/** 400 with a code: the endpoint ran and refused. */
export function refused(message: string, details: { code?: string; param?: string; [detail: string]: unknown } = {}) {
  return new StripeFailure(400, documented({ type: 'invalid_request_error', message, ...details }));
}

/** 400 for parameters that never reached an endpoint. */
export function badParameter(code: string, message: string, param: string) {
  return new StripeFailure(400, documented({ type: 'invalid_request_error', code, message, param }), { saved: false });
}

export function parameterMissing(param: string) {
  return badParameter('parameter_missing', `Missing required param: ${param}.`, param);
}

/** 404 when the path names nothing, 400 when a parameter does: as Stripe does. */
export function resourceMissing(object: string, id: string, param: string, where: 'path' | 'parameter' = 'path') {
  const body = documented({
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${object}: '${id}'`,
    param,
  });
  return new StripeFailure(where === 'path' ? 404 : 400, body);
}

/** 402: the bank or the card said no. */
export function cardRefused(code: string, message: string, details: Record<string, unknown> = {}) {
  return new StripeFailure(402, documented({ type: 'card_error', code, message, ...details }));
}

export function unauthorized(message: string) {
  return new StripeFailure(401, { type: 'invalid_request_error', message }, { saved: false });
}

export function forbidden(message: string) {
  return new StripeFailure(403, { type: 'invalid_request_error', message }, { saved: false });
}

/** Stripe does not say whether an account is gone or was never ours (https://docs.stripe.com/error-codes#account-invalid). */
export function accountInvalid(id: string) {
  const message = `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`;
  return new StripeFailure(403, documented({ type: 'invalid_request_error', code: 'account_invalid', message }), {
    saved: false,
  });
}

export function tooManyRequests() {
  const body: ErrorBody = {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded.',
  };
  return new StripeFailure(429, documented(body), { saved: false });
}

export function serverError(options: { saved: boolean }) {
  return new StripeFailure(500, { type: 'api_error', message: 'An unknown error occurred.' }, options);
}

export function unknownUrl(method: string, path: string) {
  const message = `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
  return new StripeFailure(404, { type: 'invalid_request_error', message }, { saved: false });
}
