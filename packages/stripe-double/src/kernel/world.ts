import type { Clock } from './clock.js';
import type { Ids } from './ids.js';
import type { Tables } from './store.js';

/** What is happening to an object, for everyone who listens (https://docs.stripe.com/api/events/types). */
export interface Happening {
  type: string;
  object: object;
  /** The object before; the event tells which of its fields changed. */
  previous?: object;
  /** The connected account it happened on; the platform's own events have none. */
  account?: string;
}

/** Everything a resource may touch. */
export interface World {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Every new customer comes with a saved Visa. */
  savedTestCard: boolean;
  /** A refund waits while the balance is too small for it; else Stripe takes what is missing from the platform's bank. */
  refundsWaitForMoney: boolean;
  /** Where the double's own pages are, for instance `http://127.0.0.1:12111`. */
  origin(): string;
  publish(happening: Happening): void;
}
