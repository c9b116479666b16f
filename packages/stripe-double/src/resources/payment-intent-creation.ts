import type Stripe from 'stripe';
import { badParameter, refused } from '../kernel/errors.js';
import { flag, group, metadata, oneOf, requiredAmount, requiredText, text, texts } from '../kernel/parameters.js';
import type { Form } from '../kernel/form-body.js';
import type { World } from '../kernel/world.js';
import { givenMethod } from './cards.js';
import { requireCustomer } from './lookup.js';

/** https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, for US dollars. */
const MINIMUM_AMOUNT = 50;
const MAXIMUM_AMOUNT = 99_999_999;

const CAPTURE_METHODS = ['automatic', 'automatic_async', 'manual'] as const;
export const FUTURE_USAGES = ['off_session', 'on_session'] as const;

/** The amount of a payment, within what Stripe takes. */
export function chargeable(form: Form): number {
  const value = requiredAmount(form, 'amount');
  if (value < MINIMUM_AMOUNT) {
    throw refused('Amount must be at least $0.50 usd', { code: 'amount_too_small', param: 'amount' });
  }
  if (value > MAXIMUM_AMOUNT) {
    throw refused('Amount must be no more than $999,999.99', { code: 'amount_too_large', param: 'amount' });
  }
  return value;
}

function currencyOf(form: Form): string {
  const currency = requiredText(form, 'currency').toLowerCase();
  if (!/^[a-z]{3}$/.test(currency)) {
    throw badParameter('parameter_invalid_string', `Invalid currency: ${currency}.`, 'currency');
  }
  return currency;
}

/** What the dashboard enables, which for the double is cards; on unless the request turns it off. */
function automaticMethods(form: Form): Stripe.PaymentIntent.AutomaticPaymentMethods | null {
  const given = group(form, 'automatic_payment_methods');
  const enabled = given === undefined ? true : (flag(given, 'enabled') ?? false);
  const allow_redirects = (given && oneOf(given, 'allow_redirects', ['always', 'never'] as const)) ?? 'always';
  return enabled ? { enabled, allow_redirects } : null;
}

/** Only cards can be allowed, because the double has nothing else. */
function allowedTypes(form: Form): 'card'[] | null {
  const allowed = texts(form, 'allowed_payment_method_types');
  if (allowed.length > 0 && !allowed.includes('card')) {
    throw refused('The double takes cards only.', { param: 'allowed_payment_method_types' });
  }
  return allowed.length === 0 ? null : ['card'];
}

/** An intent as the request describes it, not yet stored. */
export function newIntent(world: World, form: Form): Stripe.PaymentIntent {
  const customer = text(form, 'customer');
  const facts = {
    amount: chargeable(form),
    currency: currencyOf(form),
    capture_method: oneOf(form, 'capture_method', CAPTURE_METHODS) ?? 'automatic_async',
    customer: customer === undefined ? null : requireCustomer(world, customer).id,
    metadata: metadata(form),
    allowed_payment_method_types: allowedTypes(form),
    automatic_payment_methods: automaticMethods(form),
  };
  const method = givenMethod(world, form) ?? null;
  const id = world.ids.next('pi');
  return {
    id,
    object: 'payment_intent',
    ...facts,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    canceled_at: null,
    cancellation_reason: null,
    client_secret: world.ids.clientSecret(id),
    confirmation_method: 'automatic',
    created: world.clock.seconds(),
    customer_account: null,
    description: text(form, 'description') ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    next_action: null,
    on_behalf_of: null,
    payment_method: method,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: text(form, 'receipt_email') ?? null,
    review: null,
    setup_future_usage: oneOf(form, 'setup_future_usage', FUTURE_USAGES) ?? null,
    shipping: null,
    source: null,
    statement_descriptor: text(form, 'statement_descriptor') ?? null,
    statement_descriptor_suffix: text(form, 'statement_descriptor_suffix') ?? null,
    status: method === null ? 'requires_payment_method' : 'requires_confirmation',
    transfer_data: null,
    transfer_group: text(form, 'transfer_group') ?? null,
  };
}
