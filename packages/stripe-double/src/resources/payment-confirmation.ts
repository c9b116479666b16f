import type Stripe from 'stripe';
import { cardRefused, refused } from '../kernel/errors.js';
import { idOf } from '../kernel/reference.js';
import type { World } from '../kernel/world.js';
import { HOLD_SECONDS, succeed, unexpectedState } from './authorization-holds.js';
import { cardOf, requirePaymentMethod } from './cards.js';
import { attemptCharge, captureCharge } from './charges.js';
import { attach } from './payment-methods.js';
import { challenge } from './authentication-challenges.js';
import { declineOf, type Decline } from './test-cards.js';

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'] as const;

export interface Confirmation {
  /** Taken instead of the intent's own. */
  paymentMethod?: string | undefined;
  /** The customer is not there to answer a challenge of the bank. */
  offSession: boolean;
  returnUrl?: string | undefined;
  /** A challenge counts as a decline. */
  errorOnRequiresAction?: boolean;
  forcedDecline(): string | null;
}

/** What is wrong with the request itself, before any bank is asked; the payment method it means to charge. */
export function checkConfirmation(
  world: World,
  intent: Stripe.PaymentIntent,
  asked: Confirmation,
): Stripe.PaymentMethod {
  if (!CONFIRMABLE.some((status) => status === intent.status)) throw unexpectedState(intent, 'confirmed', CONFIRMABLE);
  checkReturnUrl(intent, asked);
  return methodToCharge(world, intent, asked);
}

/** Tries to pay: asks the bank, holds or takes the money, or throws the bank's refusal as Stripe answers it. */
export function confirmIntent(world: World, before: Stripe.PaymentIntent, asked: Confirmation): Stripe.PaymentIntent {
  const method = checkConfirmation(world, before, asked);
  const intent: Stripe.PaymentIntent = { ...before, payment_method: method.id, next_action: null };
  const card = cardOf(world, method);
  const mustAsk = card.authentication === 'always' || (card.authentication === 'unless_set_up' && !card.authenticated);
  if (mustAsk && !asked.offSession && asked.errorOnRequiresAction !== true) {
    return requireAction(world, intent, asked.returnUrl);
  }
  const refusal = asked.forcedDecline() ?? card.declines ?? (mustAsk ? 'authentication_required' : null);
  if (refusal !== null) throw decline(world, intent, method, declineOf(refusal));
  return authorize(world, intent, method);
}

/** Payment methods that redirect need a way back. Intents for cards alone, and those with redirects off, do not. */
function checkReturnUrl(intent: Stripe.PaymentIntent, asked: Confirmation): void {
  const automatic = intent.automatic_payment_methods;
  if (automatic?.enabled !== true || automatic.allow_redirects === 'never') return;
  if (intent.allowed_payment_method_types !== null) return;
  if (asked.offSession || asked.returnUrl !== undefined) return;
  throw refused(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    { payment_intent: intent },
  );
}

function methodToCharge(world: World, intent: Stripe.PaymentIntent, asked: Confirmation): Stripe.PaymentMethod {
  const id = asked.paymentMethod ?? idOf(intent.payment_method);
  if (id === null) {
    const message =
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.";
    throw refused(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
  }
  const method = requirePaymentMethod(world, id);
  checkOwner(intent, method, asked.offSession);
  return method;
}

function checkOwner(intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod, offSession: boolean): void {
  const [owner, payer] = [idOf(method.customer), idOf(intent.customer)];
  if (owner !== null && payer === null) {
    const message = `The PaymentMethod ${method.id} belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`;
    throw refused(message, { param: 'payment_method' });
  }
  const foreign = owner !== null && owner !== payer;
  if (foreign || (offSession && payer !== null && owner === null)) {
    const message = `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`;
    throw refused(message, { code: 'resource_missing', param: 'payment_method' });
  }
}

function requireAction(world: World, before: Stripe.PaymentIntent, returnUrl: string | undefined) {
  const next_action = challenge(world, before.id, returnUrl);
  const intent = world.tables.paymentIntents.put<Stripe.PaymentIntent>({
    ...before,
    next_action,
    status: 'requires_action',
  });
  world.publish({ type: 'payment_intent.requires_action', object: intent });
  return intent;
}

/** Records the refusal: a failed charge, the reason on the intent, and the error that the caller gets. */
function decline(world: World, before: Stripe.PaymentIntent, method: Stripe.PaymentMethod, reason: Decline) {
  const charge = attemptCharge(world, before, method, { decline: reason, captureBefore: null });
  const details = { charge: charge.id, decline_code: reason.decline_code, payment_method: method };
  const intent = world.tables.paymentIntents.put<Stripe.PaymentIntent>({
    ...before,
    last_payment_error: { ...details, code: reason.code, message: reason.message, type: 'card_error' },
    latest_charge: charge.id,
    payment_method: null,
    status: 'requires_payment_method',
  });
  world.publish({ type: 'payment_intent.payment_failed', object: intent });
  return cardRefused(reason.code, reason.message, { ...details, payment_intent: intent });
}

/** The bank agrees. Manual capture leaves a hold, automatic capture takes the money. */
function authorize(world: World, before: Stripe.PaymentIntent, method: Stripe.PaymentMethod) {
  const manual = before.capture_method === 'manual';
  const captureBefore = manual ? world.clock.seconds() + HOLD_SECONDS : null;
  const charge = attemptCharge(world, before, method, { decline: null, captureBefore });
  const customer = idOf(before.customer);
  if (before.setup_future_usage !== null && customer !== null) attach(world, method, customer);
  const authorized: Stripe.PaymentIntent = { ...before, last_payment_error: null, latest_charge: charge.id };
  if (!manual) return succeed(world, authorized, captureCharge(world, charge, charge.amount));
  const held = world.tables.paymentIntents.put<Stripe.PaymentIntent>({
    ...authorized,
    amount_capturable: charge.amount,
    status: 'requires_capture',
  });
  world.publish({ type: 'payment_intent.amount_capturable_updated', object: held });
  return held;
}

/** The holder of the card answered the bank's challenge. */
export function answerPaymentChallenge(world: World, before: Stripe.PaymentIntent, confirmed: boolean) {
  if (before.status !== 'requires_action') throw unexpectedState(before, 'authenticated', ['requires_action']);
  const method = requirePaymentMethod(world, idOf(before.payment_method) ?? '');
  const answered: Stripe.PaymentIntent = { ...before, next_action: null };
  if (confirmed) return authorize(world, answered, method);
  const message =
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
  const failed = world.tables.paymentIntents.put<Stripe.PaymentIntent>({
    ...answered,
    last_payment_error: {
      code: 'payment_intent_authentication_failure',
      message,
      payment_method: method,
      type: 'invalid_request_error',
    },
    payment_method: null,
    status: 'requires_payment_method',
  });
  world.publish({ type: 'payment_intent.payment_failed', object: failed });
  return failed;
}
