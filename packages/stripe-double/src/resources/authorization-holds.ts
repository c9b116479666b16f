import type Stripe from 'stripe';
import { refused } from '../kernel/errors.js';
import { idOf } from '../kernel/reference.js';
import type { World } from '../kernel/world.js';
import { cardOf } from './cards.js';
import { captureCharge } from './charges.js';
import { openDispute } from './disputes.js';
import { releaseHold } from './refunds.js';

/** How long a card's authorization lasts (https://docs.stripe.com/payments/place-a-hold-on-a-payment-method). */
export const HOLD_SECONDS = 7 * 24 * 60 * 60;

const CANCELABLE: readonly Stripe.PaymentIntent.Status[] = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
  'processing',
];

function statusList(statuses: readonly string[]): string {
  return statuses.join(', ');
}

/** 400 payment_intent_unexpected_state, with the intent in the error as Stripe gives it. */
export function unexpectedState(intent: Stripe.PaymentIntent, verb: string, allowed: readonly string[]) {
  const message = `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${verb}: ${statusList(allowed)}.`;
  return refused(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
}

function chargeOf(world: World, intent: Stripe.PaymentIntent): Stripe.Charge | undefined {
  return world.tables.charges.get(idOf(intent.latest_charge));
}

/** Takes what is held, or a part of it. There is one capture: the rest goes back to the card. */
export function captureHold(world: World, before: Stripe.PaymentIntent, asked: number | undefined) {
  const charge = chargeOf(world, before);
  if (before.status !== 'requires_capture' || charge === undefined) {
    throw unexpectedState(before, 'captured', ['requires_capture']);
  }
  const amount = asked ?? before.amount_capturable;
  if (amount > before.amount_capturable) {
    const message =
      'The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge.';
    throw refused(message, { code: 'amount_too_large', param: 'amount_to_capture', payment_intent: before });
  }
  const captured = captureCharge(world, charge, amount);
  world.publish({ type: 'charge.captured', object: captured, previous: charge });
  return succeed(world, before, captured);
}

/** The intent is paid; with the test card for it, its holder disputes the payment at once. */
export function succeed(world: World, before: Stripe.PaymentIntent, charge: Stripe.Charge): Stripe.PaymentIntent {
  const intent = world.tables.paymentIntents.put<Stripe.PaymentIntent>({
    ...before,
    amount_capturable: 0,
    amount_received: charge.amount_captured,
    status: 'succeeded',
  });
  world.publish({ type: 'payment_intent.succeeded', object: intent });
  const method = world.tables.paymentMethods.get(charge.payment_method);
  const card = method && cardOf(world, method);
  if (card?.dispute !== undefined) openDispute(world, charge, card.dispute, card.inquiry === true);
  return intent;
}

/** Ends an intent that has not been paid; a hold goes back to the card. */
export function cancelIntent(
  world: World,
  before: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  if (!CANCELABLE.includes(before.status)) throw unexpectedState(before, 'canceled', CANCELABLE);
  const charge = chargeOf(world, before);
  const intent = world.tables.paymentIntents.put<Stripe.PaymentIntent>({
    ...before,
    amount_capturable: 0,
    canceled_at: world.clock.seconds(),
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  });
  if (before.status === 'requires_capture' && charge !== undefined) releaseHold(world, charge, charge.amount);
  world.publish({ type: 'payment_intent.canceled', object: intent });
  return intent;
}

/** Lets go of every hold that nobody captured in time. */
export function expireHolds(world: World): void {
  for (const intent of world.tables.paymentIntents.where('status', 'requires_capture')) {
    const charge = chargeOf(world, intent);
    const captureBefore = charge?.payment_method_details?.card?.capture_before;
    if (charge === undefined || captureBefore === undefined || captureBefore > world.clock.seconds()) continue;
    cancelIntent(world, intent, 'automatic');
    world.publish({ type: 'charge.expired', object: world.tables.charges.get(charge.id) ?? charge });
  }
}
