import type { ProblemBody } from '@aegis/contract';

/** The server answered and refused. `code` is what programs compare; the message is for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Numbers and words a program can use, such as `distanceMeters` of a check-in outside the geofence. */
  readonly facts: NonNullable<ProblemBody['facts']>;
  /** What is wrong with each field of a request that was not valid. */
  readonly errors: NonNullable<ProblemBody['errors']>;
  /** To be quoted to the operator; null when the answer came from something in between. */
  readonly requestId: string | null;
  /** How long the server asks to be left alone; null when it does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(
    refusal: Omit<ProblemBody, 'type' | 'title' | 'requestId'> & Pick<ApiError, 'requestId' | 'retryAfterSeconds'>,
  ) {
    super(`${refusal.status} ${refusal.code}: ${refusal.detail}`);
    this.status = refusal.status;
    this.code = refusal.code;
    this.detail = refusal.detail;
    this.facts = refusal.facts ?? {};
    this.errors = refusal.errors ?? [];
    this.requestId = refusal.requestId;
    this.retryAfterSeconds = refusal.retryAfterSeconds;
  }
}

/** No answer: whether the server did what was asked is unknown. `cause` has the reason. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}
