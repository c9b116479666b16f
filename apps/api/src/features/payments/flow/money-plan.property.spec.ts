import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { hasEnded, partsOf, sumOfParts } from '../rows/amounts.js';
import { isAboutHours } from '../rows/hours-money.js';
import { beforeGuarantee } from '../rows/guarantees.js';
import { bookingChargeOf, isOfCredit, type PaymentRow, refundsOf } from '../rows/payment-row.js';
import { isSettled } from '../rows/payments.states.js';
import { charge } from '../spec-support/money-rows.js';
import { type Luck, PlanModel } from '../spec-support/plan-model.js';

type Event = (model: PlanModel) => void;

/** What the world does between two looks at a job's money. */
const event = fc.oneof<fc.Arbitrary<Event>[]>(
  fc.integer({ min: 1, max: 5000 }).map((cents) => (model) => model.end('completed', cents)),
  fc.integer({ min: 0, max: 5000 }).map((cents) => (model) => model.end('cancelled', cents)),
  fc.double({ min: 0.01, max: 1, noNaN: true }).map((share) => (model) => model.requestRefund(share)),
  fc.integer({ min: 1, max: 10 * 24 }).map((hours) => (model) => {
    model.now = shift(model.now, hours * HOUR_MS);
  }),
  fc.boolean().map((works) => (model) => {
    model.cardWorks = works;
  }),
  fc.constant<Event>(saveCard),
  fc.boolean().map((ready) => (model) => setAccount(model, ready)),
  fc.constant<Event>(bankLetsGo),
  fc.constant<Event>(askForLonger),
  fc.integer({ min: 1, max: 9000 }).map((cents) => (model) => model.correctHours(cents)),
  fc.integer({ min: 1, max: 2000 }).map((cents) => (model) => model.tip(cents)),
  fc.integer({ min: 1, max: 6000 }).map((cents) => (model) => {
    model.givenCents += cents;
    model.creditCents += cents;
  }),
  fc.constant<Event>((model) => move(model, 'succeeded', 'disputed')),
  fc.constant<Event>((model) => move(model, 'disputed', 'succeeded')),
);

const luck = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Luck>('ok') },
  { weight: 1, arbitrary: fc.constantFrom<Luck>('refused', 'lost_before', 'lost_after') },
);

function saveCard(model: PlanModel): void {
  model.cardWorks = true;
  for (const purpose of ['booking', 'hours']) {
    const last = model.rows.filter((row) => row.type === 'charge' && row.isCurrent && row.purpose === purpose).at(-1);
    if (last?.status === 'failed') model.change(last, { retryAt: model.now });
  }
}

function setAccount(model: PlanModel, ready: boolean): void {
  model.accountIsReady = ready;
  if (!ready) return;
  for (const row of model.rows) if (row.awaitsAccount) model.change(row, { awaitsAccount: false, retryAt: null });
}

function bankLetsGo(model: PlanModel): void {
  const held = model.rows.find((row) => row.type === 'charge' && row.status === 'authorized');
  if (held) model.change(held, { status: 'cancelled' });
}

function askForLonger(model: PlanModel): void {
  const held = bookingChargeOf(model.rows);
  const isAsked = model.rows.some((row) => !row.isCurrent && row.status === 'pending');
  if (held?.status !== 'authorized' || isAsked || hasEnded(model.job)) return;
  model.add(charge('pending', { isCurrent: false, standsInFor: held.id, extendTo: shift(model.job.endTime, HOUR_MS) }));
}

function move(model: PlanModel, from: 'succeeded' | 'disputed', to: 'succeeded' | 'disputed'): void {
  const taken = bookingChargeOf(model.rows);
  if (taken?.status === from) model.change(taken, { status: to });
}

/** Whatever happened, nothing has moved twice, and nobody has more than their part. */
function holdsAlways(model: PlanModel): void {
  expect(model.countOf('capture')).toBeLessThanOrEqual(1);
  expect(model.centsOf('capture')).toBeLessThanOrEqual(model.mostDueCents);
  expect(model.centsOf('give_refund')).toBeLessThanOrEqual(model.centsOf('capture') + model.centsOf('charge_more'));
  for (const charge of model.rows.filter(({ type }) => type === 'charge')) {
    const paid = model.rows.filter((row) => row.paidOutOf === charge.id && row.status === 'succeeded');
    expect(sumOfParts(paid).amountCents).toBeLessThanOrEqual(charge.guardPayoutCents);
    expect(sumOfParts(refundsOf(model.rows, charge.id)).amountCents).toBeLessThanOrEqual(charge.amountCents);
  }
}

/** To the cent, and split as if it had been booked so; what an administrator has given back cannot be given back again. */
function hasTakenWhatIsDue({ job }: PlanModel, settled: readonly PaymentRow[]): void {
  const taken = sumOfParts(
    settled.filter((row) => row.type === 'charge' && row.purpose !== 'tip').map(beforeGuarantee),
  );
  const refunds = settled.filter((row) => row.type === 'refund');
  const back = sumOfParts(refunds.filter(isAboutHours));
  const byAdministrator = sumOfParts(refunds.filter((row) => !isAboutHours(row)));
  const beyond = taken.amountCents - back.amountCents - (job.dueAmountCents ?? 0);
  expect(beyond).toBeGreaterThanOrEqual(0);
  expect(beyond).toBeLessThanOrEqual(byAdministrator.amountCents);
  if (byAdministrator.amountCents === 0)
    expect(taken.guardPayoutCents - back.guardPayoutCents).toBe(partsOf(job, job.dueAmountCents ?? 0).guardPayoutCents);
}

/** The platform has back what it paid of its own, as far as what was taken reaches; and the guard has no cent twice. */
function hasRecoveredWhatItCan({ job }: PlanModel, settled: readonly PaymentRow[], guaranteed: number): void {
  const charges = settled.filter((row) => row.type === 'charge' && row.purpose !== 'tip');
  const recovered = charges.reduce((sum, row) => sum + row.recoveredCents, 0);
  expect(recovered).toBeLessThanOrEqual(guaranteed);
  expect(recovered).toBe(Math.min(guaranteed, sumOfParts(charges.map(beforeGuarantee)).guardPayoutCents));
  expect(settled.filter((row) => row.isGuarantee).length).toBeLessThanOrEqual(1);
  expect(guaranteed).toBeLessThanOrEqual(job.guardPayoutCents);
}

/** Everything is well from now on, and time passes until the plan wants nothing more. */
function comeToRest(model: PlanModel): void {
  model.luck = () => 'ok';
  model.end('completed', 2500);
  move(model, 'disputed', 'succeeded');
  setAccount(model, true);
  saveCard(model);
  for (let looks = 0; looks < 100; looks++) {
    const until = model.round();
    if (!until) return;
    expect(until.getTime()).toBeGreaterThan(model.now.getTime());
    model.now = until;
  }
  throw new Error('the plan wants something for ever');
}

describe('the plan of money', () => {
  it('ends from any state, and moves nothing twice', () => {
    const history = fc.array(fc.record({ event, lucks: fc.array(luck, { maxLength: 12 }) }), { maxLength: 14 });
    fc.assert(
      fc.property(history, (events) => {
        const model = new PlanModel();
        model.round();
        for (const { event: happen, lucks } of events) {
          const drawn = lucks.values();
          model.luck = () => drawn.next().value ?? 'ok';
          happen(model);
          model.round();
          model.now = shift(model.now, MINUTE_MS);
          holdsAlways(model);
        }
        // A card that refused for longer than it is asked: nothing more is tried, and reconciliation lists the job.
        const endedAt = model.job.endedAt ?? model.now;
        const isGivenUp = model.now > shift(endedAt, 13 * DAY_MS) && !model.rows.some((row) => isSettled(row.status));
        comeToRest(model);
        holdsAlways(model);
        if (isGivenUp) return;
        const settled = model.rows.filter((row) => isSettled(row.status));
        const part = (type: string) => sumOfParts(settled.filter((row) => row.type === type));
        const reversed = settled.reduce((sum, row) => sum + row.reversedCents, 0);
        hasTakenWhatIsDue(model, settled);
        const guaranteed = sumOfParts(settled.filter((row) => row.isGuarantee)).amountCents;
        expect(part('charge').guardPayoutCents - part('refund').guardPayoutCents).toBe(
          part('payout').amountCents - guaranteed - reversed,
        );
        hasRecoveredWhatItCan(model, settled, guaranteed);
        const ofCredit = (type: string) =>
          sumOfParts(settled.filter((row) => row.type === type && isOfCredit(row))).amountCents;
        expect(model.centsOf('capture') + model.centsOf('charge_more')).toBe(
          part('charge').amountCents - ofCredit('charge'),
        );
        expect(model.centsOf('give_refund')).toBe(part('refund').amountCents - ofCredit('refund'));
        expect(model.creditCents).toBe(model.givenCents - ofCredit('charge') + ofCredit('refund'));
        expect(model.centsOf('send_payout') - model.centsOf('reverse_payout')).toBe(
          part('payout').amountCents - reversed,
        );
        const isOpen = model.rows.some((row) => ['pending', 'processing', 'authorized'].includes(row.status));
        expect(isOpen).toBe(false);
      }),
      { numRuns: 1500 },
    );
  }, 60_000);
});
