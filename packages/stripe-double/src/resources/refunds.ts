import type Stripe from 'stripe';
import { parameterMissing, refused } from '../kernel/errors.js';
import { amount as readAmount, metadata, oneOf, text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import { idOf } from '../kernel/reference.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { REFUND_CREATE } from './accepted-parameters.js';
import { bookMovement } from './balance-transactions.js';
import { totalCents } from './balance.js';
import { cardOf } from './cards.js';
import { standsBetween } from './disputes.js';
import { addressed, referenced } from './lookup.js';
import { dollars } from './money.js';

/** How long after a refund its test card decides. */
const ASYNC_SECONDS = 60;

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

/**
 * Gives back what was held and not taken. Stripe counts this as a refund: the charge's `amount_refunded` grows and a
 * refund is listed, one without a balance transaction, because no money of the platform moved.
 */
export function releaseHold(world: World, charge: Stripe.Charge, amount: number): Stripe.Charge {
  const refund = putRefund(world, charge, { amount, reason: null, metadata: {}, balanceTransaction: null });
  return countRefund(world, charge, refund);
}

interface RefundFacts {
  amount: number;
  reason: Stripe.Refund.Reason | null;
  metadata: Record<string, string>;
  balanceTransaction: string | null;
}

function putRefund(world: World, charge: Stripe.Charge, facts: RefundFacts, id = world.ids.next('re')): Stripe.Refund {
  const reference = world.ids.letters(16);
  return world.tables.refunds.put<Stripe.Refund>({
    id,
    object: 'refund',
    amount: facts.amount,
    balance_transaction: facts.balanceTransaction,
    charge: charge.id,
    created: world.clock.seconds(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference, reference_status: 'available', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: facts.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: facts.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  });
}

function countRefund(world: World, before: Stripe.Charge, refund: Stripe.Refund): Stripe.Charge {
  const amount_refunded = before.amount_refunded + refund.amount;
  const refunded = amount_refunded === before.amount;
  const charge = world.tables.charges.put<Stripe.Charge>({ ...before, amount_refunded, refunded });
  world.publish({ type: 'refund.created', object: refund });
  world.publish({ type: 'charge.refunded', object: charge, previous: before });
  return charge;
}

function chargeToRefund(world: World, call: Call): Stripe.Charge {
  const { paymentIntents, charges } = world.tables;
  const chargeId = text(call.form, 'charge');
  if (chargeId !== undefined) return referenced(charges, chargeId, 'charge', 'charge');
  const intentId = text(call.form, 'payment_intent');
  if (intentId === undefined) throw parameterMissing('payment_intent');
  const intent = referenced(paymentIntents, intentId, 'payment_intent', 'payment_intent');
  const charge = charges.get(idOf(intent.latest_charge));
  if (intent.status !== 'succeeded' || charge === undefined) {
    const message = `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`;
    throw refused(message, { param: 'payment_intent' });
  }
  return charge;
}

function checkRefundable(world: World, charge: Stripe.Charge): void {
  if (!charge.paid || !charge.captured) {
    throw refused(`Charge ${charge.id} has not been captured and cannot be refunded; cancel its payment intent.`);
  }
  if (charge.refunded) {
    throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (standsBetween(world, charge.id)) {
    throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
}

function create(world: World, call: Call): Stripe.Refund {
  const { form } = call;
  const reason = oneOf(form, 'reason', REASONS) ?? null;
  const asked = readAmount(form, 'amount');
  const charge = chargeToRefund(world, call);
  checkRefundable(world, charge);
  const left = charge.amount - charge.amount_refunded;
  const amount = asked ?? left;
  if (amount > left) {
    const message = `Refund amount (${dollars(amount)}) is greater than unrefunded amount on charge (${dollars(left)})`;
    throw refused(message, { param: 'amount' });
  }
  const id = world.ids.next('re');
  const facts = { amount, reason, metadata: metadata(form), balanceTransaction: null };
  const method = world.tables.paymentMethods.get(idOf(charge.payment_method) ?? '');
  const behaviour = method ? cardOf(world, method).refund : undefined;
  const isShort = world.refundsWaitForMoney && amount > totalCents(world, charge.currency);
  const waits = behaviour === 'pending' || isShort;
  const made = putRefund(world, charge, facts, id);
  const refund = waits ? world.tables.refunds.put<Stripe.Refund>({ ...made, status: 'pending' }) : paid(world, made);
  countRefund(world, charge, refund);
  const followsAfter = behaviour === undefined ? null : world.clock.seconds() + ASYNC_SECONDS;
  if (followsAfter !== null) world.tables.refundsToFollow.put({ id, at: followsAfter, fails: behaviour === 'fails' });
  return refund;
}

/** The money leaves the balance. */
function paid(world: World, refund: Stripe.Refund): Stripe.Refund {
  const movement = bookMovement(world, {
    type: 'refund',
    reporting_category: 'refund',
    source: refund.id,
    currency: refund.currency,
    amount: -refund.amount,
    description: 'REFUND FOR CHARGE',
  });
  return world.tables.refunds.put<Stripe.Refund>({ ...refund, balance_transaction: movement.id, status: 'succeeded' });
}

/** Those that wait for money in the balance, and those whose test card says what becomes of them later. */
export function followRefunds(world: World): void {
  const { refunds, refundsToFollow } = world.tables;
  for (const { id, at, fails } of refundsToFollow.all()) {
    if (at > world.clock.seconds()) continue;
    refundsToFollow.remove(id);
    const refund = refunds.get(id);
    if (fails && refund?.status === 'succeeded') failRefund(world, id);
    else if (refund?.status === 'pending') succeedLater(world, refund);
  }
  for (const refund of refunds.where('status', 'pending'))
    if (refundsToFollow.get(refund.id) === undefined && refund.amount <= totalCents(world, refund.currency))
      succeedLater(world, refund);
}

function succeedLater(world: World, before: Stripe.Refund): void {
  world.publish({ type: 'refund.updated', object: paid(world, before), previous: before });
}

/** https://docs.stripe.com/refunds#cancel-a-refund: only one that waits for the customer to say where it goes. */
function cancel(refund: Stripe.Refund): never {
  throw refused(`The refund ${refund.id} cannot be canceled: it is ${refund.status}, and not requires_action.`, {
    param: 'refund',
  });
}

/**
 * A bank does not take a refund, or sends it back after it had succeeded (https://docs.stripe.com/refunds#failed-refunds). Of
 * one that was still pending nothing has left the balance yet, so nothing comes back.
 */
export function failRefund(world: World, id: string): Stripe.Refund {
  const before = world.tables.refunds.get(id);
  const charge = world.tables.charges.get(idOf(before?.charge ?? null));
  const isOpen =
    before?.status === 'pending' || (before?.status === 'succeeded' && before.balance_transaction !== null);
  if (!before || !charge || !isOpen) throw new Error(`there is no refund ${id} that could fail`);
  world.tables.refundsToFollow.remove(id);
  const refund = world.tables.refunds.put<Stripe.Refund>({
    ...before,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    ...(before.status === 'succeeded' && { failure_balance_transaction: bookReturn(world, before).id }),
  });
  const amount_refunded = charge.amount_refunded - before.amount;
  world.tables.charges.put<Stripe.Charge>({ ...charge, amount_refunded, refunded: false });
  world.publish({ type: 'refund.failed', object: refund, previous: before });
  return refund;
}

/** The money is in the balance again. */
function bookReturn(world: World, { id, currency, amount }: Stripe.Refund): Stripe.BalanceTransaction {
  return bookMovement(world, {
    type: 'refund_failure',
    reporting_category: 'refund_failure',
    source: id,
    currency,
    amount,
    description: 'REFUND FAILURE',
  });
}

function update(world: World, call: Call): Stripe.Refund {
  const before = addressed(world.tables.refunds, call, 'refund', 'refund');
  const refund = world.tables.refunds.put({ ...before, metadata: metadata(call.form, before.metadata) });
  world.publish({ type: 'refund.updated', object: refund, previous: before });
  return refund;
}

function list(world: World, { form }: Call) {
  const { refunds } = world.tables;
  const [charge, intent] = [text(form, 'charge'), text(form, 'payment_intent')];
  const within = createdWithin(form);
  const ofCharge = charge === undefined ? refunds.all() : refunds.where('charge', charge);
  const wanted = ofCharge.filter(
    (refund) => within(refund) && [undefined, idOf(refund.payment_intent)].includes(intent),
  );
  return page(wanted, form, '/v1/refunds');
}

export const refundRoutes: ResourceRoutes = (world) => [
  { method: 'POST', path: '/v1/refunds', accepts: REFUND_CREATE, run: (call) => create(world, call) },
  { method: 'GET', path: '/v1/refunds', run: (call) => list(world, call) },
  {
    method: 'GET',
    path: '/v1/refunds/:refund',
    run: (call) => addressed(world.tables.refunds, call, 'refund', 'refund'),
  },
  { method: 'POST', path: '/v1/refunds/:refund', run: (call) => update(world, call) },
  {
    method: 'POST',
    path: '/v1/refunds/:refund/cancel',
    run: (call) => cancel(addressed(world.tables.refunds, call, 'refund', 'refund')),
  },
];
