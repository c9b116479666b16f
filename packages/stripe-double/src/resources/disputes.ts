import type Stripe from 'stripe';
import { refused } from '../kernel/errors.js';
import { flag, group, metadata, text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import { idOf } from '../kernel/reference.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { bookMovement } from './balance-transactions.js';
import { addressed } from './lookup.js';

/** https://stripe.com/pricing (United States): the fee of a dispute received. */
const DISPUTE_FEE_CENTS = 1500;
const RESPONSE_SECONDS = 9 * 24 * 60 * 60;

/** What Stripe's test mode takes as the bank's verdict (https://docs.stripe.com/testing#evidence). */
const WINNING_EVIDENCE = 'winning_evidence';
const LOSING_EVIDENCE = 'losing_evidence';

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

/** The holder of the card wants the money back: Stripe takes it, and a fee, from the platform until the bank decides. */
export function openDispute(world: World, before: Stripe.Charge, reason: string): Stripe.Charge {
  const charge = world.tables.charges.put<Stripe.Charge>({ ...before, disputed: true });
  const id = world.ids.next('du');
  const dispute = world.tables.disputes.put<Stripe.Dispute>({
    id,
    object: 'dispute',
    amount: charge.amount_captured,
    balance_transactions: [bookDispute(world, id, charge)],
    charge: charge.id,
    created: world.clock.seconds(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: world.clock.seconds() + RESPONSE_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
  });
  world.publish({ type: 'charge.dispute.created', object: dispute });
  world.publish({ type: 'charge.dispute.funds_withdrawn', object: dispute });
  return charge;
}

function bookDispute(world: World, source: string, charge: Stripe.Charge): Stripe.BalanceTransaction {
  return bookMovement(world, {
    type: 'adjustment',
    reporting_category: 'dispute',
    source,
    currency: charge.currency,
    amount: -charge.amount_captured,
    fee: DISPUTE_FEE_CENTS,
    feeDescription: 'Dispute fee',
    description: `Chargeback withdrawal for ${charge.id}`,
  });
}

function conclude(world: World, before: Stripe.Dispute, status: 'won' | 'lost'): Stripe.Dispute {
  const returned = status === 'won' ? [bookReturn(world, before)] : [];
  const balance_transactions = [...before.balance_transactions, ...returned];
  const dispute = world.tables.disputes.put<Stripe.Dispute>({ ...before, status, balance_transactions });
  world.publish({ type: 'charge.dispute.closed', object: dispute, previous: before });
  if (status === 'won') world.publish({ type: 'charge.dispute.funds_reinstated', object: dispute });
  return dispute;
}

function bookReturn(world: World, dispute: Stripe.Dispute): Stripe.BalanceTransaction {
  return bookMovement(world, {
    type: 'adjustment',
    reporting_category: 'dispute_reversal',
    source: dispute.id,
    currency: dispute.currency,
    amount: dispute.amount,
    description: `Chargeback reversal for ${idOf(dispute.charge)}`,
  });
}

function openOnly(dispute: Stripe.Dispute): Stripe.Dispute {
  if (dispute.status === 'needs_response' || dispute.status === 'under_review') return dispute;
  throw refused('This dispute is already closed.', { code: 'dispute_already_closed' });
}

function update(world: World, call: Call): Stripe.Dispute {
  const before = openOnly(addressed(world.tables.disputes, call, 'dispute', 'dispute'));
  const given = group(call.form, 'evidence') ?? {};
  const submitted = flag(call.form, 'submit') ?? true;
  const evidence = { ...before.evidence, ...given };
  const has_evidence = before.evidence_details.has_evidence || Object.keys(given).length > 0;
  const sent = submitted && has_evidence;
  const dispute = world.tables.disputes.put<Stripe.Dispute>({
    ...before,
    evidence,
    evidence_details: {
      ...before.evidence_details,
      has_evidence,
      submission_count: before.evidence_details.submission_count + (sent ? 1 : 0),
      submission_method: sent ? 'manual' : before.evidence_details.submission_method,
    },
    metadata: metadata(call.form, before.metadata),
    status: sent ? 'under_review' : before.status,
  });
  world.publish({ type: 'charge.dispute.updated', object: dispute, previous: before });
  const verdict = sent ? text(given, 'uncategorized_text') : undefined;
  if (verdict === WINNING_EVIDENCE) return conclude(world, dispute, 'won');
  return verdict === LOSING_EVIDENCE ? conclude(world, dispute, 'lost') : dispute;
}

function list(world: World, { form }: Call) {
  const [charge, intent] = [text(form, 'charge'), text(form, 'payment_intent')];
  const within = createdWithin(form);
  const wanted = world.tables.disputes
    .all()
    .filter(
      (dispute) =>
        within(dispute) &&
        [undefined, idOf(dispute.charge)].includes(charge) &&
        [undefined, idOf(dispute.payment_intent)].includes(intent),
    );
  return page(wanted, form, '/v1/disputes');
}

export const disputeRoutes: ResourceRoutes = (world) => {
  const found = (call: Call) => addressed(world.tables.disputes, call, 'dispute', 'dispute');
  return [
    { method: 'GET', path: '/v1/disputes', run: (call) => list(world, call) },
    { method: 'GET', path: '/v1/disputes/:dispute', run: found },
    { method: 'POST', path: '/v1/disputes/:dispute', run: (call) => update(world, call) },
    // Closing is accepting: the platform gives up the money.
    {
      method: 'POST',
      path: '/v1/disputes/:dispute/close',
      run: (call) => conclude(world, openOnly(found(call)), 'lost'),
    },
  ];
};
