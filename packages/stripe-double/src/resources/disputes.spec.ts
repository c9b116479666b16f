import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { pay, placeHold, refusalOf, startPlatform } from '../spec-support/platform.js';

test('the card for it is disputed when its money is taken, not when it is held', async () => {
  const { stripe, double } = await startPlatform();
  const hold = await placeHold(stripe, 10_000, 'pm_card_createDispute');
  expect((await stripe.disputes.list()).data).toEqual([]);
  await stripe.paymentIntents.capture(hold.id);
  const { data } = await stripe.disputes.list({ payment_intent: hold.id, expand: ['data.charge'] });
  expect(data).toMatchObject([
    { amount: 10_000, status: 'needs_response', reason: 'fraudulent', charge: { disputed: true } },
  ]);
  expect(double.books().sums.balance).toBe(10_000 - 320 - 10_000 - 1_500);
  expect(await refusalOf(stripe.refunds.create({ payment_intent: hold.id }))).toMatchObject({
    code: 'charge_disputed',
  });
});

test('evidence is collected, handed in, and wins the money back', async () => {
  const { stripe, double } = await startPlatform();
  await pay(stripe, 10_000, 'pm_card_createDispute');
  const [dispute] = (await stripe.disputes.list()).data;
  const id = dispute?.id ?? '';
  const draft = await stripe.disputes.update(id, { evidence: { customer_name: 'Dana' }, submit: false });
  expect(draft).toMatchObject({ status: 'needs_response', evidence: { customer_name: 'Dana' } });
  const won = await stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
  expect(won).toMatchObject({ status: 'won', evidence_details: { has_evidence: true, submission_count: 1 } });
  expect(won.balance_transactions.map(({ amount }) => amount)).toEqual([-10_000, 10_000]);
  expect(double.books().sums.balance).toBe(10_000 - 320 - 1_500);
});

test('other evidence waits for the bank, losing evidence loses, and closing gives up', async () => {
  const { stripe } = await startPlatform();
  await pay(stripe, 1_000, 'pm_card_createDispute');
  const [dispute] = (await stripe.disputes.list()).data;
  const id = dispute?.id ?? '';
  const waiting = await stripe.disputes.update(id, { evidence: { product_description: 'four hours of watch' } });
  expect(waiting.status).toBe('under_review');
  const lost = await stripe.disputes.update(id, { evidence: { uncategorized_text: 'losing_evidence' } });
  expect(lost.status).toBe('lost');
  expect(await refusalOf(stripe.disputes.close(id))).toMatchObject({ statusCode: 400 });
  await pay(stripe, 1_000, 'pm_card_createDisputeProductNotReceived');
  const [other] = (await stripe.disputes.list({ limit: 1 })).data;
  expect(await stripe.disputes.close(other?.id ?? '')).toMatchObject({
    status: 'lost',
    reason: 'product_not_received',
  });
});

/** All that the evidence of a service has; without the papers that it names by their ids. */
const SERVICE = {
  customer_name: 'Dana',
  customer_email_address: 'dana@example.com',
  product_description: 'four hours of watch',
  service_date: 'December 1, 2026',
};

async function paper(stripe: Stripe): Promise<string> {
  const file = { data: Buffer.from('%PDF-1.7'), name: 'record.pdf', type: 'application/pdf' };
  return (await stripe.files.create({ purpose: 'dispute_evidence', file })).id;
}

test('complete evidence with its papers wins; a bank that has too little decides for its customer when the term is over', async () => {
  const { stripe, double } = await startPlatform();
  await pay(stripe, 1_000, 'pm_card_createDispute');
  await pay(stripe, 1_000, 'pm_card_createDispute');
  const [first, second] = (await stripe.disputes.list()).data;
  const papers = { receipt: await paper(stripe), service_documentation: await paper(stripe) };
  const won = await stripe.disputes.update(first?.id ?? '', { evidence: { ...SERVICE, ...papers } });
  expect(won.status).toBe('won');
  expect((await stripe.disputes.update(second?.id ?? '', { evidence: SERVICE })).status).toBe('under_review');
  double.clock.advance(10 * 24 * 60 * 60);
  expect((await stripe.disputes.retrieve(second?.id ?? '')).status).toBe('lost');
});

test('a charge is contested some time after it was paid, for what is left of it, and can be given back once that is over', async () => {
  const { stripe, double } = await startPlatform();
  const { intent, chargeId } = await pay(stripe, 1_000, 'pm_card_visa');
  await stripe.refunds.create({ payment_intent: intent.id, amount: 300 });
  const { id, amount } = double.contestCharge(chargeId, 'product_not_received');
  expect(amount).toBe(700);
  expect(() => double.contestCharge(chargeId)).toThrow('could be contested');
  expect(await refusalOf(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
    code: 'charge_disputed',
  });
  expect(double.decideDispute(id, 'won').status).toBe('won');
  expect(() => double.decideDispute(id, 'lost')).toThrow('that is open');
  expect((await stripe.refunds.create({ payment_intent: intent.id })).amount).toBe(700);
});

test('papers that nobody has uploaded are refused, and so is what is no paper', async () => {
  const { stripe } = await startPlatform();
  await pay(stripe, 1_000, 'pm_card_createDispute');
  const [dispute] = (await stripe.disputes.list()).data;
  const unknown = stripe.disputes.update(dispute?.id ?? '', { evidence: { receipt: 'file_unknown' } });
  expect(await refusalOf(unknown)).toMatchObject({ code: 'resource_missing' });
  const file = { data: Buffer.from('#!/bin/sh'), name: 'run.sh', type: 'text/x-sh' };
  expect(await refusalOf(stripe.files.create({ purpose: 'dispute_evidence', file }))).toMatchObject({
    code: 'invalid_file_type',
  });
});

test('an inquiry takes nothing, and ends when its customer withdraws', async () => {
  const { stripe, double } = await startPlatform();
  const { chargeId } = await pay(stripe, 10_000);
  const { id } = double.contestCharge(chargeId, 'product_not_received', true);
  expect(await stripe.disputes.retrieve(id)).toMatchObject({
    status: 'warning_needs_response',
    balance_transactions: [],
  });
  double.decideDispute(id, 'won');
  expect((await stripe.disputes.retrieve(id)).status).toBe('warning_closed');
  expect(double.books().sums.balance).toBe(9_680);
});
