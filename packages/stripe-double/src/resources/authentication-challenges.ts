import type { World } from '../kernel/world.js';

export interface Challenge {
  type: string;
  redirect_to_url?: { return_url: string | null; url: string | null };
  use_stripe_sdk?: Record<string, never>;
}

/** Where the holder of a card is sent to confirm: a page of the double, or, without a way back, Stripe.js. */
export function challenge(world: World, intentId: string, returnUrl: string | undefined): Challenge {
  if (returnUrl === undefined) return { type: 'use_stripe_sdk', use_stripe_sdk: {} };
  return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url: challengeUrl(world, intentId) } };
}

function challengeUrl(world: World, intentId: string): string {
  return `${world.origin()}/authenticate/${intentId}`;
}
