import type Stripe from 'stripe';
import { cardRefused, refused } from '../kernel/errors.js';
import { changedText, flag, group, metadata, oneOf, text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import { idOf } from '../kernel/reference.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { Form } from '../kernel/form-body.js';
import type { World } from '../kernel/world.js';
import { SETUP_INTENT_CREATE } from './accepted-parameters.js';
import { challenge } from './authentication-challenges.js';
import { cardOf, givenMethod, requirePaymentMethod } from './cards.js';
import { addressed, checkClientSecret, requireCustomer } from './lookup.js';
import { attach } from './payment-methods.js';
import { declineOf, SAVED_TEST_CARD } from './test-cards.js';

const OPEN = ['requires_payment_method', 'requires_confirmation', 'requires_action'] as const;
const CANCELLATION_REASONS = ['abandoned', 'duplicate', 'requested_by_customer'] as const;

function unexpectedState(intent: Stripe.SetupIntent, verb: string) {
  const message = `You cannot ${verb} this SetupIntent because it has a status of ${intent.status}.`;
  return refused(message, { code: 'setup_intent_unexpected_state', setup_intent: intent });
}

function newIntent(world: World, form: Form): Stripe.SetupIntent {
  const customer = text(form, 'customer');
  const payer = customer === undefined ? null : requireCustomer(world, customer).id;
  const usage = oneOf(form, 'usage', ['off_session', 'on_session'] as const) ?? 'off_session';
  const automatic = group(form, 'automatic_payment_methods');
  const method = givenMethod(world, form) ?? null;
  const id = world.ids.next('seti');
  return {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: automatic && flag(automatic, 'enabled') ? { enabled: true } : null,
    cancellation_reason: null,
    client_secret: world.ids.clientSecret(id),
    created: world.clock.seconds(),
    customer: payer,
    customer_account: null,
    description: text(form, 'description') ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: metadata(form),
    next_action: null,
    on_behalf_of: null,
    payment_method: method,
    payment_method_configuration_details: null,
    payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: method === null ? 'requires_payment_method' : 'requires_confirmation',
    usage,
  };
}

function create(world: World, { form }: Call): Stripe.SetupIntent {
  const confirmed = flag(form, 'confirm') ?? false;
  const intent = world.tables.setupIntents.put(newIntent(world, form));
  world.publish({ type: 'setup_intent.created', object: intent });
  if (confirmed) return confirm(world, intent, form);
  if (!needsTestCard(world, intent)) return intent;
  const method = requirePaymentMethod(world, SAVED_TEST_CARD);
  return succeed(world, { ...intent, payment_method: method.id }, method);
}

/** No browser shows this double's form: who has removed the card that they were given gets another as if they had filled it in. */
function needsTestCard(world: World, { customer, payment_method }: Stripe.SetupIntent): boolean {
  const owner = idOf(customer);
  if (!world.savedTestCard || owner === null || payment_method !== null) return false;
  return world.tables.paymentMethods.where('customer', owner).length === 0;
}

function confirm(world: World, before: Stripe.SetupIntent, form: Form): Stripe.SetupIntent {
  if (!OPEN.some((status) => status === before.status)) throw unexpectedState(before, 'confirm');
  const id = givenMethod(world, form) ?? idOf(before.payment_method);
  if (id === null) {
    const message =
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.";
    throw refused(message, { code: 'setup_intent_unexpected_state', setup_intent: before });
  }
  const method = requirePaymentMethod(world, id);
  const intent: Stripe.SetupIntent = { ...before, payment_method: method.id };
  const card = cardOf(world, method);
  if (card.declines !== undefined && card.attachesAnyway !== true) throw decline(world, intent, method, card.declines);
  if (card.authentication === undefined) return succeed(world, intent, method);
  const next_action = challenge(world, intent.id, text(form, 'return_url'));
  const waiting = world.tables.setupIntents.put<Stripe.SetupIntent>({
    ...intent,
    next_action,
    status: 'requires_action',
  });
  world.publish({ type: 'setup_intent.requires_action', object: waiting });
  return waiting;
}

function decline(world: World, before: Stripe.SetupIntent, method: Stripe.PaymentMethod, reason: string) {
  const { code, decline_code, message } = declineOf(reason);
  const intent = world.tables.setupIntents.put<Stripe.SetupIntent>({
    ...before,
    last_setup_error: { code, decline_code, message, payment_method: method, type: 'card_error' },
    payment_method: null,
    status: 'requires_payment_method',
  });
  world.publish({ type: 'setup_intent.setup_failed', object: intent });
  return cardRefused(code, message, { decline_code, payment_method: method, setup_intent: intent });
}

function succeed(world: World, before: Stripe.SetupIntent, method: Stripe.PaymentMethod): Stripe.SetupIntent {
  const customer = idOf(before.customer);
  if (customer !== null) attach(world, method, customer);
  const onFile = world.tables.cards.get(method.id);
  if (onFile !== undefined) world.tables.cards.put({ ...onFile, authenticated: true });
  const intent = world.tables.setupIntents.put<Stripe.SetupIntent>({
    ...before,
    last_setup_error: null,
    next_action: null,
    status: 'succeeded',
  });
  world.publish({ type: 'setup_intent.succeeded', object: intent });
  return intent;
}

/** The holder of the card answered the bank's challenge. */
export function answerSetupChallenge(world: World, before: Stripe.SetupIntent, confirmed: boolean): Stripe.SetupIntent {
  if (before.status !== 'requires_action') throw unexpectedState(before, 'authenticate');
  const method = requirePaymentMethod(world, idOf(before.payment_method) ?? '');
  if (confirmed) return succeed(world, before, method);
  const message =
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
  const intent = world.tables.setupIntents.put<Stripe.SetupIntent>({
    ...before,
    last_setup_error: {
      code: 'setup_intent_authentication_failure',
      message,
      payment_method: method,
      type: 'invalid_request_error',
    },
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  });
  world.publish({ type: 'setup_intent.setup_failed', object: intent });
  return intent;
}

function cancel(world: World, before: Stripe.SetupIntent, form: Form): Stripe.SetupIntent {
  const cancellation_reason = oneOf(form, 'cancellation_reason', CANCELLATION_REASONS) ?? null;
  if (!OPEN.some((status) => status === before.status)) throw unexpectedState(before, 'cancel');
  const canceled = { ...before, cancellation_reason, next_action: null, status: 'canceled' as const };
  const intent = world.tables.setupIntents.put<Stripe.SetupIntent>(canceled);
  world.publish({ type: 'setup_intent.canceled', object: intent });
  return intent;
}

export const setupIntentRoutes: ResourceRoutes = (world) => {
  const base = '/v1/setup_intents';
  const { setupIntents } = world.tables;
  const found = (call: Call) => {
    const intent = addressed(setupIntents, call, 'setupintent', 'intent');
    checkClientSecret(call, intent);
    return intent;
  };
  return [
    { method: 'POST', path: base, accepts: SETUP_INTENT_CREATE, run: (call) => create(world, call) },
    {
      method: 'GET',
      path: base,
      run: ({ form }) => {
        const customer = text(form, 'customer');
        const rows = customer === undefined ? setupIntents.all() : setupIntents.where('customer', customer);
        return page(rows.filter(createdWithin(form)), form, base);
      },
    },
    { method: 'GET', path: `${base}/:intent`, publishable: true, run: found },
    {
      method: 'POST',
      path: `${base}/:intent`,
      run: (call) => {
        const before = found(call);
        const description = changedText(call.form, 'description', before.description);
        return setupIntents.put({ ...before, description, metadata: metadata(call.form, before.metadata) });
      },
    },
    {
      method: 'POST',
      path: `${base}/:intent/confirm`,
      publishable: true,
      run: (call) => confirm(world, found(call), call.form),
    },
    { method: 'POST', path: `${base}/:intent/cancel`, run: (call) => cancel(world, found(call), call.form) },
  ];
};
