import type Stripe from 'stripe';
import { refused, resourceMissing } from '../kernel/errors.js';
import type { Form } from '../kernel/form-body.js';
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

/** Evidence that is a file, by its id. */
const FILES = [
  'receipt',
  'service_documentation',
  'customer_communication',
  'customer_signature',
  'uncategorized_file',
];

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
export function openDispute(world: World, before: Stripe.Charge, reason: string, isInquiry: boolean): Stripe.Charge {
  const charge = world.tables.charges.put<Stripe.Charge>({ ...before, disputed: !isInquiry });
  const id = world.ids.next('du');
  const dispute = world.tables.disputes.put<Stripe.Dispute>({
    id,
    object: 'dispute',
    amount: contestedCents(charge),
    balance_transactions: isInquiry ? [] : [bookDispute(world, id, charge)],
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
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  });
  world.publish({ type: 'charge.dispute.created', object: dispute });
  if (!isInquiry) world.publish({ type: 'charge.dispute.funds_withdrawn', object: dispute });
  return charge;
}

/** What has been given back already is not asked for a second time; what was held and not taken counts as given back. */
const contestedCents = ({ amount, amount_captured, amount_refunded }: Stripe.Charge): number =>
  Math.min(amount_captured, amount - amount_refunded);

/** The holder of a card asks their bank for what was paid some time ago; the bank may only inquire first, and takes nothing then. */
export function contestCharge(world: World, id: string, reason: string, isInquiry: boolean): Stripe.Dispute {
  const charge = world.tables.charges.get(id);
  const isOurs = charge?.captured === true && contestedCents(charge) > 0 && !standsBetween(world, id);
  if (!charge || !isOurs) throw new Error(`there is no charge ${id} that could be contested`);
  openDispute(world, charge, reason, isInquiry);
  const opened = world.tables.disputes.all().findLast((dispute) => idOf(dispute.charge) === id);
  if (!opened) throw new Error(`charge ${id} was not contested`);
  return opened;
}

/** The bank decides, whatever it was told. */
export function decideDispute(world: World, id: string, verdict: 'won' | 'lost'): Stripe.Dispute {
  const dispute = world.tables.disputes.get(id);
  if (!dispute || !OPEN.includes(dispute.status)) throw new Error(`there is no dispute ${id} that is open`);
  return conclude(world, dispute, verdict);
}

/** Whether a bank has the money of this charge, or has it for good: nothing of it can be given back. */
export const standsBetween = (world: World, chargeId: string): boolean =>
  world.tables.disputes.all().some(({ charge, status }) => idOf(charge) === chargeId && WITH_THE_BANK.includes(status));

function bookDispute(world: World, source: string, charge: Stripe.Charge): Stripe.BalanceTransaction {
  return bookMovement(world, {
    type: 'adjustment',
    reporting_category: 'dispute',
    source,
    currency: charge.currency,
    amount: -contestedCents(charge),
    fee: DISPUTE_FEE_CENTS,
    feeDescription: 'Dispute fee',
    description: `Chargeback withdrawal for ${charge.id}`,
  });
}

/** An inquiry that ends has taken nothing, and gives nothing back. */
function conclude(world: World, before: Stripe.Dispute, verdict: 'won' | 'lost'): Stripe.Dispute {
  const status = before.status.startsWith('warning_') ? 'warning_closed' : verdict;
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

const WITH_THE_BANK: readonly string[] = ['needs_response', 'under_review', 'lost'];
const OPEN: readonly string[] = ['needs_response', 'under_review', 'warning_needs_response', 'warning_under_review'];

function openOnly(dispute: Stripe.Dispute): Stripe.Dispute {
  if (OPEN.includes(dispute.status)) return dispute;
  throw refused('This dispute is already closed.', { code: 'dispute_already_closed' });
}

function update(world: World, call: Call): Stripe.Dispute {
  const before = openOnly(addressed(world.tables.disputes, call, 'dispute', 'dispute'));
  const given = group(call.form, 'evidence') ?? {};
  checkFiles(world, given);
  const submitted = flag(call.form, 'submit') ?? true;
  const evidence = { ...before.evidence, ...given };
  const has_evidence = before.evidence_details.has_evidence || Object.keys(given).length > 0;
  const sent = submitted && has_evidence;
  const isInquiry = before.status.startsWith('warning_');
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
    status: sent ? (isInquiry ? 'warning_under_review' : 'under_review') : before.status,
  });
  world.publish({ type: 'charge.dispute.updated', object: dispute, previous: before });
  const verdict = sent ? text(given, 'uncategorized_text') : undefined;
  if (verdict === LOSING_EVIDENCE) return conclude(world, dispute, 'lost');
  return verdict === WINNING_EVIDENCE || (sent && isComplete(world, evidence))
    ? conclude(world, dispute, 'won')
    : dispute;
}

/** What proves a service (https://docs.stripe.com/disputes/responding): who bought it, what it was, when, and papers of both. */
function isComplete(world: World, evidence: Stripe.Dispute.Evidence): boolean {
  const { customer_name, customer_email_address, product_description, service_date } = evidence;
  const isPaper = (file: Stripe.Dispute.Evidence['receipt']) => world.tables.files.get(idOf(file) ?? '') !== undefined;
  return (
    [customer_name, customer_email_address, product_description, service_date].every((text) => text !== null) &&
    isPaper(evidence.receipt) &&
    isPaper(evidence.service_documentation)
  );
}

function checkFiles(world: World, given: Form): void {
  for (const name of FILES) {
    const id = text(given, name);
    if (id !== undefined && world.tables.files.get(id)?.purpose !== 'dispute_evidence')
      throw resourceMissing('file upload', id, `evidence[${name}]`, 'parameter');
  }
}

/** A bank that hears nothing until its term decides for its customer; one that has too little does so too. */
export function closeUnanswered(world: World): void {
  for (const dispute of world.tables.disputes.all()) {
    const isOver = (dispute.evidence_details.due_by ?? Infinity) <= world.clock.seconds();
    if (isOver && OPEN.includes(dispute.status)) conclude(world, dispute, 'lost');
  }
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
