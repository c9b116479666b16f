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
