import type Stripe from 'stripe';
import { changedText, metadata, text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import { idOf } from '../kernel/reference.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { bookMovement, cardFee, settlesOn } from './balance-transactions.js';
import { cardOf } from './cards.js';
import { addressed } from './lookup.js';
import { releaseHold } from './refunds.js';
import type { Decline } from './test-cards.js';

/** The charge of one attempt to pay an intent: declined, authorized, or (after `captureCharge`) paid. */
export function attemptCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  attempt: { decline: Decline | null; captureBefore: number | null },
): Stripe.Charge {
  const { decline } = attempt;
  const charge = world.tables.charges.put<Stripe.Charge>({
    ...unpaidCharge(world, intent, method),
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    outcome: outcomeOf(decline),
    paid: decline === null,
    payment_method_details: paidBy(method, intent.amount, attempt.captureBefore),
    status: decline === null ? 'succeeded' : 'failed',
  });
  world.publish({ type: decline === null ? 'charge.succeeded' : 'charge.failed', object: charge });
  return charge;
}

function unpaidCharge(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): Stripe.Charge {
  const id = world.ids.next('ch');
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: 'STRIPE DOUBLE',
    captured: false,
    created: world.clock.seconds(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: null,
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: `${world.origin()}/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: 'pending',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

function outcomeOf(decline: Decline | null): Stripe.Charge.Outcome {
  return {
    advice_code: decline === null ? null : 'try_again_later',
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline === null ? 'approved_by_network' : 'declined_by_network',
    reason: decline?.decline_code ?? null,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: decline === null ? 'Payment complete.' : 'The bank did not return any further details.',
    type: decline === null ? 'authorized' : 'issuer_declined',
  };
}

function paidBy(
  { card }: Stripe.PaymentMethod,
  amount: number,
  captureBefore: number | null,
): Stripe.Charge.PaymentMethodDetails | null {
  if (card === undefined) return null;
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4, regulated_status } = card;
  return {
    type: 'card',
    card: {
      amount_authorized: amount,
      authorization_code: null,
      brand,
      ...(captureBefore === null ? {} : { capture_before: captureBefore }),
      checks,
      country,
      electronic_commerce_indicator: null,
      exp_month,
      exp_year,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      funding,
      installments: null,
      last4,
      mandate: null,
      network: brand,
      network_transaction_id: null,
      regulated_status,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

/** Takes the money, all or part of what is held; the rest of the hold is released. */
export function captureCharge(world: World, authorized: Stripe.Charge, amount: number): Stripe.Charge {
  const method = world.tables.paymentMethods.get(authorized.payment_method);
  const card = method && cardOf(world, method);
  const movement = bookMovement(world, {
    type: 'charge',
    reporting_category: 'charge',
    source: authorized.id,
    currency: authorized.currency,
    amount,
    fee: cardFee(amount),
    description: authorized.description,
    availableOn: settlesOn(world, card?.availableAtOnce === true),
  });
  const captured = world.tables.charges.put<Stripe.Charge>({
    ...authorized,
    amount_captured: amount,
    balance_transaction: movement.id,
    captured: true,
  });
  return amount < captured.amount ? releaseHold(world, captured, captured.amount - amount) : captured;
}

function update(world: World, call: Call): Stripe.Charge {
  const before = addressed(world.tables.charges, call, 'charge', 'charge');
  const charge = world.tables.charges.put<Stripe.Charge>({
    ...before,
    description: changedText(call.form, 'description', before.description),
    metadata: metadata(call.form, before.metadata),
    transfer_group: changedText(call.form, 'transfer_group', before.transfer_group),
  });
  world.publish({ type: 'charge.updated', object: charge, previous: before });
  return charge;
}

function list(world: World, { form }: Call) {
  const { charges } = world.tables;
  const [customer, intent, transferGroup] = [
    text(form, 'customer'),
    text(form, 'payment_intent'),
    text(form, 'transfer_group'),
  ];
  const within = createdWithin(form);
  const rows = intent === undefined ? charges.all() : charges.where('payment_intent', intent);
  const wanted = rows.filter(
    (charge) =>
      within(charge) &&
      [undefined, idOf(charge.customer)].includes(customer) &&
      [undefined, charge.transfer_group].includes(transferGroup),
  );
  return page(wanted, form, '/v1/charges');
}

export const chargeRoutes: ResourceRoutes = (world) => [
  { method: 'GET', path: '/v1/charges', run: (call) => list(world, call) },
  {
    method: 'GET',
    path: '/v1/charges/:charge',
    run: (call) => addressed(world.tables.charges, call, 'charge', 'charge'),
  },
  { method: 'POST', path: '/v1/charges/:charge', run: (call) => update(world, call) },
];
