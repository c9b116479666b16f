import { checkAccepted } from './acceptance.js';
import { authenticate, type AcceptedKeys } from './authentication.js';
import { accountInvalid, serverError, StripeFailure, tooManyRequests, unauthorized } from './errors.js';
import { expand } from './expansion.js';
import type { CallFault, FaultPlan } from './faults.js';
import type { Form } from './form-body.js';
import type { HeldCalls } from './held-calls.js';
import type { IdempotencyKeys, KeyedRequest } from './idempotency.js';
import type { Call, Route } from './route.js';
import type { World } from './world.js';

/** A request as it came in. */
export interface Incoming {
  method: string;
  /** Without the query. */
  path: string;
  pathParts: Record<string, string>;
  form: Form;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
  account: string | undefined;
}

/** What leaves: an answer, or a connection that never gives one. */
export type Outcome =
  | { kind: 'answer'; status: number; body: unknown; requestId: string; replayed: boolean }
  | { kind: 'no_answer'; connection: 'drop' | 'hold' };

interface Answer {
  status: number;
  body: unknown;
  saved: boolean;
}

export interface ApiCallParts {
  world: World;
  keys: AcceptedKeys;
  faults: FaultPlan;
  held: HeldCalls;
  idempotency: IdempotencyKeys;
  /** Runs a route as the cause of the events it publishes. */
  asCause<T>(call: Call, run: () => T): T;
  /** Makes everything done so far durable, then lets the webhooks go. */
  commit(): void;
}

/** The way of a request through the double: key, faults, idempotency, effect, journal, answer. */
export class ApiCalls {
  constructor(private readonly parts: ApiCallParts) {}

  async handle(route: Route, incoming: Incoming): Promise<Outcome> {
    const requestId = this.parts.world.ids.next('req');
    try {
      const call = this.read(route, incoming, requestId);
      const fault = this.parts.faults.forCall(incoming.method, incoming.path);
      if (fault?.kind === 'timeout_before') return lost(fault);
      if (fault?.kind === 'key_refused') throw unauthorized('Expired API Key provided: sk_test_****');
      if (fault?.kind === 'rate_limit') throw tooManyRequests();
      if (fault?.kind === 'server_error') throw serverError({ saved: false });
      const { answer, replayed } = await this.answerOnce(route, call, incoming, fault);
      if (fault?.kind === 'timeout_after') return lost(fault);
      if (fault?.kind === 'answer_late') await this.pause(fault);
      return { kind: 'answer', status: answer.status, body: answer.body, requestId, replayed };
    } catch (error) {
      const { status, body } = answerTo(error, requestId);
      return { kind: 'answer', status, body, requestId, replayed: false };
    }
  }

  private read(route: Route, incoming: Incoming, requestId: string): Call {
    const { world, keys, faults } = this.parts;
    const credential = authenticate(keys, incoming, route);
    if (route.accepts !== undefined) checkAccepted(incoming.form, route.accepts);
    if (incoming.account !== undefined && world.tables.accounts.get(incoming.account) === undefined) {
      throw accountInvalid(incoming.account);
    }
    return {
      requestId,
      idempotencyKey: incoming.idempotencyKey ?? null,
      credential,
      account: incoming.account ?? null,
      path: incoming.pathParts,
      form: incoming.form,
      forcedDecline: () => faults.declineFor(incoming.method, incoming.path),
    };
  }

  /** Stripe heeds keys on POST only; a GET and a DELETE are the same twice anyway. */
  private async answerOnce(route: Route, call: Call, incoming: Incoming, fault: CallFault | null) {
    const { idempotency } = this.parts;
    const keyed = keyedRequest(call, incoming);
    if (keyed === null) return { answer: await this.execute(route, call, null, fault), replayed: false };
    const first = idempotency.begin(keyed);
    if (first !== null) return { answer: first, replayed: true };
    try {
      return { answer: await this.execute(route, call, keyed, fault), replayed: false };
    } finally {
      idempotency.end(keyed);
    }
  }

  private async execute(route: Route, call: Call, keyed: KeyedRequest | null, fault: CallFault | null) {
    if (fault?.kind === 'hold') await this.parts.held.hold();
    if (fault?.kind === 'hang') await this.pause(fault);
    const effect =
      fault?.kind === 'server_error_kept'
        ? answerTo(serverError({ saved: true }), call.requestId)
        : this.run(route, call);
    const answer =
      fault?.kind === 'server_error_after' ? answerTo(serverError({ saved: true }), call.requestId) : effect;
    if (keyed !== null && answer.saved) this.parts.idempotency.keep(keyed, answer.status, answer.body);
    this.parts.commit();
    return answer;
  }

  private pause(fault: { mostMilliseconds: number }): Promise<void> {
    return this.parts.held.pause(this.parts.faults.millisecondsOf(fault));
  }

  private run(route: Route, call: Call): Answer {
    try {
      const resource = this.parts.asCause(call, () => route.run(call));
      const body = expand(this.parts.world, resource, call.form);
      return { status: 200, body: call.credential === 'secret' ? body : forBrowsers(body), saved: true };
    } catch (error) {
      return answerTo(error, call.requestId);
    }
  }
}

/** What is written for the server's eyes is not shown to whoever has the publishable key. */
function forBrowsers(body: object): object {
  const { metadata: _metadata, ...shown } = body as Record<string, unknown>;
  return shown;
}

function keyedRequest(call: Call, incoming: Incoming): KeyedRequest | null {
  if (incoming.method !== 'POST' || call.idempotencyKey === null) return null;
  const { method, path, form } = incoming;
  return { key: call.idempotencyKey, account: call.account, method, path, form };
}

function lost(fault: { connection?: 'drop' | 'hold' }): Outcome {
  return { kind: 'no_answer', connection: fault.connection ?? 'drop' };
}

/** Only Stripe's refusals become answers here; anything else is a mistake of the double and must be seen. */
function answerTo(error: unknown, requestId: string): Answer {
  if (!(error instanceof StripeFailure)) throw error;
  const request_log_url = `https://dashboard.stripe.com/test/logs/${requestId}`;
  return { status: error.status, body: { error: { ...error.body, request_log_url } }, saved: error.saved };
}
