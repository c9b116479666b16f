import { createHash } from 'node:crypto';
import { StripeFailure, type ErrorBody } from './errors.js';
import type { Form } from './form-body.js';
import type { Row, Table } from './table.js';

/** Stripe keeps a key for at least 24 hours (https://docs.stripe.com/api/idempotent_requests). */
const KEPT_SECONDS = 24 * 60 * 60;
const KEY_MAX_LENGTH = 255;

/** The first answer given to a key. The id is the key, under the account it was used for. */
export interface IdempotentAnswer extends Row {
  fingerprint: string;
  created: number;
  status: number;
  body: unknown;
}

export interface KeyedRequest {
  key: string;
  account: string | null;
  method: string;
  path: string;
  form: Form;
}

function fingerprint(request: KeyedRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

function refusal(status: number, body: ErrorBody): StripeFailure {
  return new StripeFailure(status, body, { saved: false });
}

/** The first answer to every key, and the keys whose first request is still running. */
export class IdempotencyKeys {
  private readonly inFlight = new Set<string>();

  constructor(
    private readonly answers: Table<IdempotentAnswer>,
    private readonly seconds: () => number,
  ) {}

  /** The answer to replay, or null after the key was taken for this request. Throws 400 or 409 as Stripe does. */
  begin(request: KeyedRequest): IdempotentAnswer | null {
    if (request.key.length > KEY_MAX_LENGTH) {
      throw refusal(400, {
        type: 'invalid_request_error',
        message: `Idempotency keys may be at most ${KEY_MAX_LENGTH} characters long.`,
      });
    }
    const id = this.identify(request);
    if (this.inFlight.has(id)) {
      const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${request.key}. Please try again later.`;
      throw refusal(409, { type: 'invalid_request_error', code: 'idempotency_key_in_use', message });
    }
    const answer = this.answers.get(id);
    if (answer === undefined || answer.created + KEPT_SECONDS < this.seconds()) {
      this.inFlight.add(id);
      return null;
    }
    if (answer.fingerprint !== fingerprint(request)) {
      const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${request.key}' if you meant to execute a different request.`;
      throw refusal(400, { type: 'idempotency_error', message });
    }
    return answer;
  }

  /** Keeps the answer. Called before the state is committed, so that effect and answer are durable together. */
  keep(request: KeyedRequest, status: number, body: unknown): void {
    const id = this.identify(request);
    this.answers.put({ id, fingerprint: fingerprint(request), created: this.seconds(), status, body });
  }

  end(request: KeyedRequest): void {
    this.inFlight.delete(this.identify(request));
  }

  private identify(request: KeyedRequest): string {
    return `${request.account ?? 'platform'}:${request.key}`;
  }
}
