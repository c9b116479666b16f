import type Stripe from 'stripe';
import { describe, it } from 'vitest';
import type { StripeDouble } from '../index.js';
import { startPlatform } from './platform.js';

export interface Platform {
  stripe: Stripe;
  double: StripeDouble;
}

/** What a page of docs.stripe.com says that Stripe does. */
export type Behaviour = [source: string, what: string, shows: (platform: Platform) => Promise<void>];

const LIMIT_MS = 30_000;

/** Each on a double of its own, asked by the official SDK. */
export function asDocumented(groups: Readonly<Record<string, readonly Behaviour[]>>): void {
  describe.each(Object.entries(groups))('as documented: %s', (_, behaviours) => {
    it.each(behaviours)(
      'docs.stripe.com/%s: %s',
      async (_source, _what, shows) => {
        await shows(await startPlatform());
      },
      LIMIT_MS,
    );
  });
}
