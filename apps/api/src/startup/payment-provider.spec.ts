import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusalOfStart } from './payment-provider.js';

const {
  StripeAPIError,
  StripeAuthenticationError,
  StripeConnectionError,
  StripePermissionError,
  StripeRateLimitError,
} = Stripe.errors;

const raw = (message: string) => ({ message, type: 'api_error' as const });

const OUTAGES = [
  new StripeConnectionError(raw('getaddrinfo ENOTFOUND')),
  new StripeAPIError(raw('503')),
  new StripeRateLimitError(raw('too many')),
];
const WRONG_KEYS = [
  new StripeAuthenticationError(raw('Invalid API Key provided')),
  new StripePermissionError(raw('The key lacks a permission')),
];

describe('a start', () => {
  it.each(OUTAGES)('is refused in one sentence when Stripe does not answer: $message', (error) => {
    const refusal = refusalOfStart(error, false);
    expect(refusal).toMatch(/^Stripe \(api\.stripe\.com\) cannot be reached: .*\.$/);
    expect(refusal).not.toContain('\n');
  });

  it.each(OUTAGES)('goes on when the operator allows it: $message', (error) => {
    expect(refusalOfStart(error, true)).toBeNull();
  });

  it.each(WRONG_KEYS)('is refused with a key that Stripe does not take, allowed or not: $message', (error) => {
    for (const mayBeAway of [true, false])
      expect(refusalOfStart(error, mayBeAway)).toBe(`STRIPE_SECRET_KEY was not accepted by Stripe: ${error.message}`);
  });
});
