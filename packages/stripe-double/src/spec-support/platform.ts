import { onTestFinished } from 'vitest';
import Stripe from 'stripe';
import { startStripeDouble, type StripeDouble, type StripeDoubleOptions } from '../index.js';

export const SECRET_KEY = 'sk_test_platform';

/** The official SDK, pointed at a double; without retries of its own, so that a test sees every answer. */
export function sdkFor(double: StripeDouble, key = SECRET_KEY, config: Partial<Stripe.StripeConfig> = {}): Stripe {
  const { host, port } = double;
  return new Stripe(key, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0, ...config });
}

/** A double of this test's own, closed when the test ends. */
export async function startPlatform(options: StripeDoubleOptions = {}) {
  const double = await startStripeDouble({ seed: 7, ...options });
  onTestFinished(() => double.close());
  return { double, stripe: sdkFor(double) };
}

/** A customer with a saved card, as after a setup intent. */
export async function customerWithCard(stripe: Stripe, card = 'pm_card_visa') {
  const customer = await stripe.customers.create({ email: 'dana@example.com' });
  const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
  return { customer, method };
}

/** Holds money on a saved card, as Aegis does for a job. */
export async function placeHold(stripe: Stripe, amount = 10_000, card = 'pm_card_visa') {
  const { customer, method } = await customerWithCard(stripe, card);
  return stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    customer: customer.id,
    payment_method: method.id,
    capture_method: 'manual',
    confirm: true,
    off_session: true,
    metadata: { job: 'job-1' },
    transfer_group: 'job-1',
  });
}

/** A captured payment and its charge. */
export async function pay(stripe: Stripe, amount = 10_000, card = 'pm_card_visa') {
  const hold = await placeHold(stripe, amount, card);
  const intent = await stripe.paymentIntents.capture(hold.id);
  return { intent, chargeId: idOf(intent.latest_charge) };
}

/** An Express account that may be paid. */
export async function onboardedAccount(stripe: Stripe, double: StripeDouble) {
  const account = await stripe.accounts.create({ type: 'express', capabilities: { transfers: { requested: true } } });
  double.completeOnboarding(account.id);
  return account;
}

export function idOf(reference: string | { id: string } | null | undefined): string {
  if (reference === null || reference === undefined) throw new Error('there is no reference');
  return typeof reference === 'string' ? reference : reference.id;
}

/** The error that a call ends with; a call that succeeds fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome: unknown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof Stripe.errors.StripeError) return outcome;
  throw new Error('expected a refusal by Stripe', { cause: outcome });
}
