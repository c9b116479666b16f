import type Stripe from 'stripe';
import { refused } from '../kernel/errors.js';
import { amount, changedText, flag, metadata, oneOf, text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import { isForm, type Form } from '../kernel/form-body.js';
import type { World } from '../kernel/world.js';
import { PAYMENT_INTENT_CAPTURE, PAYMENT_INTENT_CONFIRM, PAYMENT_INTENT_CREATE } from './accepted-parameters.js';
import { cancelIntent, captureHold, unexpectedState } from './authorization-holds.js';
import { givenMethod } from './cards.js';
import { addressed, checkClientSecret, requireCustomer } from './lookup.js';
import { checkConfirmation, confirmIntent, type Confirmation } from './payment-confirmation.js';
import { chargeable, FUTURE_USAGES, newIntent } from './payment-intent-creation.js';
import { search } from './search-query.js';

const CANCELLATION_REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;
const EDITABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'] as const;

function create(world: World, call: Call): Stripe.PaymentIntent {
  const confirmed = flag(call.form, 'confirm') ?? false;
  if (!confirmed && isOffSession(call.form)) {
    throw refused('You can only set `off_session` when `confirm` is true.', { param: 'off_session' });
  }
  const fresh = newIntent(world, call.form);
  const confirmation = readConfirmation(call, undefined);
  // A request that cannot even be tried leaves no intent behind; one that the bank declines does.
  if (confirmed) checkConfirmation(world, fresh, confirmation);
  const intent = world.tables.paymentIntents.put(fresh);
  world.publish({ type: 'payment_intent.created', object: intent });
  return confirmed ? confirmIntent(world, intent, confirmation) : intent;
}

function confirm(world: World, call: Call, intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  const confirmation = readConfirmation(call, givenMethod(world, call.form));
  const setup_future_usage = oneOf(call.form, 'setup_future_usage', FUTURE_USAGES) ?? intent.setup_future_usage;
  return confirmIntent(world, { ...intent, setup_future_usage }, confirmation);
}

/** `off_session` is true or an object that says more about why the customer is away. */
function isOffSession(form: Form): boolean {
  return isForm(form['off_session']) || flag(form, 'off_session') === true;
}

function readConfirmation(call: Call, paymentMethod: string | undefined): Confirmation {
  const { form } = call;
  return {
    paymentMethod,
    offSession: call.credential === 'secret' && isOffSession(form),
    returnUrl: text(form, 'return_url'),
    errorOnRequiresAction: flag(form, 'error_on_requires_action') ?? false,
    forcedDecline: () => call.forcedDecline(),
  };
}

function update(world: World, call: Call, before: Stripe.PaymentIntent): Stripe.PaymentIntent {
  const { form } = call;
  const editable = EDITABLE.some((status) => status === before.status);
  const structural = ['amount', 'currency', 'customer', 'payment_method'].some((name) => form[name] !== undefined);
  if (structural && !editable) throw unexpectedState(before, 'updated', EDITABLE);
  const customer = text(form, 'customer');
  const method = givenMethod(world, form);
  const needsConfirmation = method !== undefined && before.status === 'requires_payment_method';
  const intent = world.tables.paymentIntents.put<Stripe.PaymentIntent>({
    ...before,
    amount: form['amount'] === undefined ? before.amount : chargeable(form),
    customer: customer === undefined ? before.customer : requireCustomer(world, customer).id,
    description: changedText(form, 'description', before.description),
    metadata: metadata(form, before.metadata),
    payment_method: method ?? before.payment_method,
    receipt_email: changedText(form, 'receipt_email', before.receipt_email),
    status: needsConfirmation ? 'requires_confirmation' : before.status,
    transfer_group: changedText(form, 'transfer_group', before.transfer_group),
  });
  return intent;
}

function list(world: World, { form }: Call) {
  const { paymentIntents } = world.tables;
  const customer = text(form, 'customer');
  const rows = customer === undefined ? paymentIntents.all() : paymentIntents.where('customer', customer);
  return page(rows.filter(createdWithin(form)), form, '/v1/payment_intents');
}

export const paymentIntentRoutes: ResourceRoutes = (world) => {
  const base = '/v1/payment_intents';
  const found = (call: Call) => {
    const intent = addressed(world.tables.paymentIntents, call, 'payment_intent', 'intent');
    checkClientSecret(call, intent);
    return intent;
  };
  return [
    { method: 'POST', path: base, accepts: PAYMENT_INTENT_CREATE, run: (call) => create(world, call) },
    { method: 'GET', path: base, run: (call) => list(world, call) },
    {
      method: 'GET',
      path: `${base}/search`,
      run: ({ form }) => search(world.tables.paymentIntents.all(), form, `${base}/search`),
    },
    { method: 'GET', path: `${base}/:intent`, publishable: true, run: found },
    { method: 'POST', path: `${base}/:intent`, run: (call) => update(world, call, found(call)) },
    {
      method: 'POST',
      path: `${base}/:intent/confirm`,
      accepts: PAYMENT_INTENT_CONFIRM,
      publishable: true,
      run: (call) => confirm(world, call, found(call)),
    },
    {
      method: 'POST',
      path: `${base}/:intent/capture`,
      accepts: PAYMENT_INTENT_CAPTURE,
      run: (call) => {
        const asked = amount(call.form, 'amount_to_capture');
        const intent = found(call);
        return captureHold(world, { ...intent, metadata: metadata(call.form, intent.metadata) }, asked);
      },
    },
    {
      method: 'POST',
      path: `${base}/:intent/cancel`,
      run: (call) => {
        const reason = oneOf(call.form, 'cancellation_reason', CANCELLATION_REASONS) ?? null;
        return cancelIntent(world, found(call), reason);
      },
    },
  ];
};
