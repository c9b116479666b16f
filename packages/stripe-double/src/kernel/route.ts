import type { Acceptance } from './acceptance.js';
import type { Form } from './form-body.js';
import type { World } from './world.js';

/** A request to the API after authentication and decoding. */
export interface Call {
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly credential: 'secret' | 'publishable';
  /** The connected account named by the Stripe-Account header. */
  readonly account: string | null;
  /** The variable parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  /** The body of a POST, the query of a GET. */
  readonly form: Form;
  /** Asks the fault plan whether this card payment is to be declined, and why. Each question uses the fault up once. */
  forcedDecline(): string | null;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Stripe.js may call it with the publishable key and the object's client secret. */
  readonly publishable?: boolean;
  /** Its parameters, where an unknown one is refused. */
  readonly accepts?: Acceptance;
  /** Runs to its end without waiting for anything, so no two requests ever see each other's half-done work. */
  run(call: Call): object;
}

export type ResourceRoutes = (world: World) => Route[];

export function pathPart(call: Call, name: string): string {
  const value = call.path[name];
  if (value === undefined) throw new Error(`the route has no :${name}`);
  return value;
}
