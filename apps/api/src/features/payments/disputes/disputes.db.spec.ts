import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '@aegis/client';
import { Deadlines } from '../../../platform/queue/deadlines.js';
import { OpenBusiness } from '../../privacy/erasure/open-business.js';
import { type Booking, MoneyWorld } from '../spec-support/money-world.js';
import { Reconcile } from '../reconciliation/reconcile.js';
import { LookAtDisputes } from './look-at-disputes.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());
afterEach(() => world.double.faults.clear());

const FRAUD = 'pm_card_createDispute';
const NOT_RECEIVED = 'pm_card_createDisputeProductNotReceived';

/** Of an hour's work, the minutes that positions show. */
async function keepRecord({ jobId }: Booking, presentMinutes: number): Promise<void> {
  await world.dataSource.query(
    `INSERT INTO work_records (job_id, made_at, worked_minutes, due_amount_cents)
     SELECT id, completed_at, 60, due_amount_cents FROM jobs WHERE id = $1`,
    [jobId],
  );
  await world.dataSource.query(
    `INSERT INTO work_intervals (job_id, begins_at, ends_at, kind, fixes)
     SELECT id, started_at + piece.since * interval '1 minute', started_at + piece.until * interval '1 minute',
       piece.kind::work_kind, piece.fixes
     FROM jobs, (VALUES (0, $2::integer, 'present', 12), ($2::integer, 60, 'unknown', 0)) AS piece (since, until, kind, fixes)
     WHERE id = $1 AND piece.since < piece.until`,
    [jobId, presentMinutes],
  );
}

/** A job of an hour, paid, whose customer's bank contests the charge; the guard is paid when the account is there. */
async function contested(
  card: string,
  { presentMinutes = 60, hasAccount = true }: { presentMinutes?: number; hasAccount?: boolean } = {},
): Promise<{ booking: Booking; stripeId: string; admin: Client }> {
  const customer = await world.person('customer');
  await world.useCard(customer, card);
  const booking = await world.book({ customer });
  await world.eventually(booking, ({ sum }) => sum.heldCents === 5000);
  if (hasAccount) await world.openPayoutAccount(booking.guard);
  await world.complete(booking, 2500);
  await world.eventually(booking, ({ items }) => items[0]?.status === 'disputed');
  await keepRecord(booking, presentMinutes);
  const [dispute] = world.double.books().disputes.slice(-1);
  return { booking, stripeId: dispute?.id ?? '', admin: (await world.person('admin')).client };
}

/** As after days of waiting. */
async function termIsNear(disputeId: string): Promise<void> {
  await world.dataSource.query(`UPDATE deadlines SET due_at = now() WHERE kind = 'dispute.due' AND subject_id = $1`, [
    disputeId,
  ]);
  await world.app.get(Deadlines).runDue();
}

async function ofJob(admin: Client, { jobId }: Booking) {
  const { items } = await admin.disputes.list();
  const found = items.find((dispute) => dispute.jobId === jobId);
  if (!found) throw new Error('the dispute is not on the desk');
  return found;
}

const told = async ({ id }: { id: string }): Promise<string[]> =>
  (
    await world.dataSource.query<{ kind: string }[]>(`SELECT kind FROM messages WHERE user_id = $1 ORDER BY id`, [id])
  ).map(({ kind }) => kind);

describe('a dispute', () => {
  it('is won within a minute of the click that sends complete proof, and its people are told', async () => {
    const { booking, admin } = await contested(FRAUD);
    const open = await ofJob(admin, booking);
    expect(open).toMatchObject({ status: 'needs_answer', provedPercent: 100, amountCents: 2500, reason: 'fraudulent' });
    expect(open.answersItselfAt).not.toBeNull();
    await admin.disputes.answer({ params: { id: open.id } });
    const { items } = await world.eventually(booking, (answer) => answer.items[0]?.status === 'succeeded');
    expect(items[0]?.amountCents).toBe(2500);
    await vi.waitFor(async () => expect((await ofJob(admin, booking)).status).toBe('won'), 10_000);
    expect(await world.moneyTimeline(booking)).toContain('dispute.won');
    expect(await told(booking.customer)).toEqual(expect.arrayContaining(['disputed', 'dispute_won']));
    expect(await told(booking.guard)).toEqual(expect.arrayContaining(['pay_contested', 'pay_defended']));
    const [sent] = world.double.books().disputes.slice(-1);
    expect(sent?.evidence).toMatchObject({
      customer_name: 'Kim Lee',
      service_date: expect.any(String) as unknown,
      service_documentation: expect.stringMatching(/^file_/) as unknown,
      receipt: expect.stringMatching(/^file_/) as unknown,
    });
    expect(sent?.evidence.uncategorized_text).toContain('60 minutes of proved presence');
    await expect(admin.disputes.answer({ params: { id: open.id } })).rejects.toMatchObject({
      status: 409,
      code: 'dispute_closed',
    });
  });

  it('is answered by itself before its term when the proof is complete', async () => {
    const { booking, admin } = await contested(FRAUD);
    const open = await ofJob(admin, booking);
    await termIsNear(open.id);
    await world.eventually(booking, ({ items }) => items[0]?.status === 'succeeded');
    expect(await ofJob(admin, booking)).toMatchObject({ id: open.id, status: 'won' });
  });

  it('needs a person before its term when too little is proved', async () => {
    const { booking, admin } = await contested(NOT_RECEIVED, { presentMinutes: 15 });
    const open = await ofJob(admin, booking);
    expect(open).toMatchObject({ provedPercent: 25, answersItselfAt: null });
    await termIsNear(open.id);
    await world.eventuallyTold(booking, 'dispute.needs_person');
    expect(await ofJob(admin, booking)).toMatchObject({ status: 'needs_answer', answeredAt: null });
  });

  it('shows the desk the paper that the bank gets, and its term on the board', async () => {
    const { booking, admin } = await contested(FRAUD);
    const { id, answerBy } = await ofJob(admin, booking);
    const paper = await admin.disputes.evidence({ params: { id } });
    expect(paper.contentType).toBe('application/pdf');
    const { rows } = await admin.desk.board();
    expect(rows.find(({ subject }) => subject.id === booking.jobId)).toMatchObject({ trouble: 'disputed', answerBy });
  });

  it('lets nothing be given back meanwhile, and says why', async () => {
    const { booking, admin } = await contested(FRAUD);
    const [charge] = (await world.payments(booking)).items;
    const refund = admin.admin.refund({ params: { id: charge?.id ?? '' }, body: { reason: 'a kind word' } });
    await expect(refund).rejects.toMatchObject({ status: 409, code: 'charge_disputed' });
  });

  it('is on nobody’s list but the desk’s', async () => {
    const { booking } = await contested(FRAUD);
    for (const { client } of [booking.customer, booking.guard])
      await expect(client.disputes.list()).rejects.toMatchObject({ status: 403 });
  });
});

describe('a dispute that is lost', () => {
  it('is borne by the platform where the work is proved; the books add up, and the receipt says it', async () => {
    const { booking, stripeId, admin } = await contested(FRAUD);
    await world.stripe.disputes.close(stripeId);
    const { items, sum } = await world.eventually(booking, (answer) => answer.items[0]?.status === 'refunded');
    expect(sum).toMatchObject({ chargedCents: 2500, refundedCents: 2500, paidOutCents: 2000, platformCents: -2000 });
    expect(items.at(-1)).toMatchObject({ type: 'refund', status: 'succeeded', guardPayoutCents: 0 });
    expect(await ofJob(admin, booking)).toMatchObject({ status: 'lost', closedAt: expect.any(String) as unknown });
    const receipt = await booking.customer.client.payments.receipt({ params: { id: booking.jobId } });
    expect(receipt.paidCents).toBe(0);
    expect(receipt.lines.map(({ text }) => text)).toEqual([
      'Security service',
      'Taken back by the bank of the card after a dispute',
    ]);
    expect(await told(booking.customer)).toContain('dispute_lost');
    expect(await told(booking.guard)).toContain('pay_lost');
  });

  it('takes the guard’s part of unproved time from their account when it is about the work', async () => {
    const { booking, stripeId } = await contested(NOT_RECEIVED, { presentMinutes: 15 });
    await world.stripe.disputes.close(stripeId);
    const { sum } = await world.eventually(booking, (answer) => answer.sum.paidOutCents === 500);
    expect(sum).toMatchObject({ chargedCents: 2500, refundedCents: 2500, platformCents: -500 });
    expect(world.books(booking.jobId)).toMatchObject({ transferred: 2000, reversed: 1500 });
  });

  it('decides what waited: the guard gets what is theirs once they can be paid', async () => {
    const { booking, stripeId } = await contested(NOT_RECEIVED, { presentMinutes: 30, hasAccount: false });
    await world.stripe.disputes.close(stripeId);
    await world.eventually(booking, (answer) => answer.items[0]?.status === 'refunded');
    await world.openPayoutAccount(booking.guard);
    const { sum } = await world.eventually(booking, (answer) => answer.sum.paidOutCents > 0);
    expect(sum).toMatchObject({ paidOutCents: 1000, platformCents: -1000 });
    expect(world.books(booking.jobId)).toMatchObject({ transferred: 1000, reversed: 0 });
  });

  it('keeps neither party from leaving', async () => {
    const { booking, stripeId } = await contested(FRAUD);
    const business = world.app.get(OpenBusiness);
    await expect(business.refuseOpen(booking.customer.id)).rejects.toMatchObject({ code: 'unsettled_money' });
    await world.stripe.disputes.close(stripeId);
    await world.eventually(booking, (answer) => answer.items[0]?.status === 'refunded');
    for (const { id } of [booking.customer, booking.guard]) await business.refuseOpen(id);
  });

  it('is found out also when its event was lost', async () => {
    const { booking, stripeId } = await contested(FRAUD);
    world.double.faults.add({ kind: 'webhook_lost', event: 'charge.dispute.*' });
    await world.stripe.disputes.close(stripeId);
    await world.app.get(LookAtDisputes).look();
    const { items } = await world.payments(booking);
    expect(items[0]?.status).toBe('refunded');
    expect((await world.moneyTimeline(booking)).filter((type) => type === 'dispute.lost')).toHaveLength(1);
  });

  it('is heard of also when none of its events has come', async () => {
    const booking = await world.paidBooking(2500);
    world.double.faults.add({ kind: 'webhook_lost', event: 'charge.dispute.*' });
    const charge = world.double.books().charges.find(({ transfer_group }) => transfer_group === booking.jobId);
    const { id } = world.double.contestCharge(charge?.id ?? '');
    await world.app.get(LookAtDisputes).look();
    expect((await world.payments(booking)).items[0]?.status).toBe('disputed');
    world.double.decideDispute(id, 'won');
    await world.app.get(LookAtDisputes).look();
    expect((await world.payments(booking)).items[0]?.status).toBe('succeeded');
  });

  it('that is won gives back at once what was agreed on meanwhile, and Stripe refused', async () => {
    const booking = await world.paidBooking(2500);
    world.double.faults.add({ kind: 'webhook_lost', event: 'charge.dispute.*' });
    const charge = world.double.books().charges.find(({ transfer_group }) => transfer_group === booking.jobId);
    const { id } = world.double.contestCharge(charge?.id ?? '');
    await world.correctHours(booking, 1500);
    await world.eventually(booking, ({ items }) =>
      items.some(({ purpose, status }) => `${purpose} ${status}` === 'hours failed'),
    );
    world.double.decideDispute(id, 'won');
    await world.app.get(LookAtDisputes).look();
    const { sum } = await world.eventually(booking, (answer) => answer.sum.refundedCents > 0);
    expect(sum).toMatchObject({ chargedCents: 2500, refundedCents: 1000 });
  });

  it('that is won while Stripe’s refusal was on its way gives back what was refused, without waiting a day', async () => {
    const booking = await world.paidBooking(2500);
    world.double.faults.add({ kind: 'webhook_lost', event: 'charge.dispute.*' });
    const charge = world.double.books().charges.find(({ transfer_group }) => transfer_group === booking.jobId);
    const { id } = world.double.contestCharge(charge?.id ?? '');
    // Longer than the test: `releaseHeld` ends it.
    const late = {
      kind: 'answer_late',
      mostMilliseconds: 2 ** 31 - 1,
      operation: 'POST /v1/refunds',
      count: 1,
    } as const;
    world.double.faults.add(late);
    await world.correctHours(booking, 1500);
    await vi.waitFor(() => expect(world.double.faults.remaining()).not.toContainEqual(late), 10_000);
    world.double.decideDispute(id, 'won');
    await world.app.get(LookAtDisputes).look();
    world.double.releaseHeld();
    const { items, sum } = await world.eventually(booking, (answer) => answer.sum.refundedCents > 0);
    expect(sum).toMatchObject({ chargedCents: 2500, refundedCents: 1000 });
    expect(items.filter(({ type }) => type === 'refund').map(({ status }) => status)).toEqual(['failed', 'succeeded']);
  });

  it('is no difference to the provider’s books', async () => {
    const { differences } = await world.app.get(Reconcile).run(1, { freshMs: 0 });
    expect(differences.filter(({ kind }) => kind !== 'not_settled')).toEqual([]);
  });
});
