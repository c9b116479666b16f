import { describe, expect, it } from 'vitest';
import type { PaymentRow } from '../rows/payment-row.js';
import { at, charge, completed, inDays, job, money, NOW, payout, refund } from '../spec-support/money-rows.js';
import { type JobMoney, keyOf, nextStep, type Step, type Wait } from './money-plan.js';

const RULES = { HOLD_AHEAD_DAYS: 4, GUARANTEE_MOST_CENTS: 50_000, GUARANTEE_AFTER_HOURS: 24 };

/** A step by its name and row, a wait by its moment. */
function told(next: Step | Wait): string {
  if (next.do !== 'wait') return keyOf(next).trim();
  return next.until ? `wait ${next.until.toISOString()}` : 'wait';
}

const planOf = (what: JobMoney): string => told(nextStep(what, NOW, RULES));
const waitFor = (moment: Date): string => `wait ${moment.toISOString()}`;

const far = job({ status: 'requested', guardId: null, startTime: inDays(10), endTime: inDays(10.1) });
const open = job({ status: 'requested', guardId: null });
const running = job({ status: 'in_progress' });
const free = completed({ status: 'cancelled', dueAmountCents: 0 });
const failed = (facts: Partial<PaymentRow> = {}): PaymentRow => charge('failed', { failedAt: at(-1), ...facts });
const asked = (facts: Partial<PaymentRow>) =>
  charge('pending', { onSession: true, stripePaymentIntentId: 'pi_1', ...facts });
const lost = (facts: Partial<PaymentRow>) =>
  refund('succeeded', { ...{ id: 'lost', disputeId: 'dispute', amountCents: 5000 }, ...facts });
const owed = { guardPayoutCents: 800, toReverseCents: 800 };
const held = (facts: Partial<PaymentRow> = {}): PaymentRow => charge('authorized', { authorizedCents: 5000, ...facts });
const spare = (status: PaymentRow['status'], facts: Partial<PaymentRow> = {}): PaymentRow =>
  charge(status, { id: 'spare', isCurrent: false, ...facts });
const paid = charge('succeeded', { succeededAt: at(-1), authorizedCents: 5000 });

const sent = payout('succeeded', { stripeTransferId: 'tr_1' });
const more = (status: PaymentRow['status'], facts: Partial<PaymentRow> = {}): PaymentRow =>
  charge(status, {
    ...{ id: 'more', purpose: 'hours', amountCents: 1000, platformFeeCents: 200, guardPayoutCents: 800 },
    ...facts,
  });
const back = (status: PaymentRow['status'], facts: Partial<PaymentRow> = {}): PaymentRow =>
  refund(status, { id: 'back', purpose: 'hours', ...facts });
const tip = (status: PaymentRow['status']): PaymentRow =>
  charge(status, { id: 'tip', purpose: 'tip', amountCents: 700, platformFeeCents: 0, guardPayoutCents: 700 });
const guaranteed = (status: PaymentRow['status']): PaymentRow =>
  payout(status, { id: 'guaranteed', isGuarantee: true, ...(status === 'succeeded' && { stripeTransferId: 'tr_2' }) });
const refusedTwice = [failed({ failedAt: inDays(-1) }), failed({ id: 'again', failedAt: NOW })];
const pendingAgain = charge('pending', { id: 'again' });
const due = (dueAmountCents: number) => completed({ dueAmountCents });

type Row = [what: string, state: JobMoney, next: string];

describe.each<{ of: string; rows: Row[] }>([
  {
    of: 'hours that were corrected',
    rows: [
      ['upwards', money(due(6000), [paid, sent]), 'charge_more'],
      ['upwards before the charge', money(due(6000), [held()]), 'capture charge'],
      ['upwards, and the card is asked', money(due(6000), [paid, sent, more('pending')]), 'confirm_hold more'],
      ['upwards, and charged', money(due(6000), [paid, sent, more('succeeded')]), 'create_payout more'],
      [
        'upwards, charged and handed on',
        money(due(6000), [paid, sent, more('succeeded'), { ...sent, id: 'sent', paidOutOf: 'more' }]),
        'wait',
      ],
      [
        'upwards, and refused just now',
        money(due(6000), [paid, sent, more('failed', { failedAt: NOW })]),
        waitFor(inDays(1)),
      ],
      [
        'upwards, refused, with another card since',
        money(due(6000), [paid, sent, more('failed', { failedAt: NOW, retryAt: NOW })]),
        'charge_more',
      ],
      [
        'upwards, refused for a fortnight',
        money(due(6000), [
          ...[paid, sent],
          ...Array.from({ length: 15 }, (_, day) => more('failed', { id: `more ${day}`, failedAt: inDays(day - 15) })),
        ]),
        'wait',
      ],
      ['upwards while the charge is contested', money(due(6000), [{ ...paid, status: 'disputed' }, sent]), 'wait'],
      ['downwards', money(due(4000), [paid, sent]), 'give_back charge'],
      ['downwards, and on its way', money(due(4000), [paid, sent, back('pending')]), 'give_refund back'],
      ['downwards, and given', money(due(4000), [paid, sent, back('succeeded')]), 'wait'],
      [
        'downwards, given, and not yet taken from the guard',
        money(due(4000), [paid, sent, back('succeeded', { toReverseCents: 800 })]),
        'reverse_payout back',
      ],
      [
        'up and down: the newest charge first',
        money(due(5500), [paid, sent, more('succeeded'), { ...sent, id: 'sent', paidOutOf: 'more' }]),
        'give_back more',
      ],
      [
        'downwards after an administrator gave all back',
        money(due(4000), [
          { ...paid, status: 'refunded' },
          refund('succeeded', { amountCents: 5000, platformFeeCents: 1000, guardPayoutCents: 4000 }),
        ]),
        'wait',
      ],
    ],
  },
  {
    of: 'a tip',
    rows: [
      ['that is asked for', money(completed(), [paid, sent, tip('pending')]), 'confirm_hold tip'],
      ['that is given', money(completed(), [paid, sent, tip('succeeded')]), 'create_payout tip'],
      ['that the card refused', money(completed(), [paid, sent, tip('failed')]), 'wait'],
    ],
  },
  {
    of: 'a booking without a row',
    rows: [
      ['that starts soon', money(open), 'place_hold'],
      ['far ahead', money(far), 'schedule_hold'],
      ['far ahead, announced', money(far, [], { scheduledHoldAt: inDays(4) }), waitFor(inDays(6))],
      ['announced and due by now', money(open, [], { scheduledHoldAt: at(-1) }), 'place_hold'],
      ['cancelled without a fee', money(free), 'wait'],
      ['completed', money(completed()), 'place_hold'],
    ],
  },
  {
    of: 'a hold that is asked for',
    rows: [
      ['of an open job', money(open, [charge('pending')]), 'confirm_hold charge'],
      ['of a cancelled job', money(free, [charge('pending')]), 'confirm_hold charge'],
      ['of a completed job', money(completed(), [charge('pending')]), 'confirm_hold charge'],
      ['beside one that stands', money(job(), [held(), spare('pending')]), 'confirm_hold spare'],
    ],
  },
  {
    of: 'a hold whose owner is asked by their bank',
    rows: [
      ['before the bank is asked', money(open, [charge('pending', { onSession: true })]), 'confirm_hold charge'],
      ['while they may answer', money(open, [asked({ createdAt: NOW })]), waitFor(at(0.5))],
      ['when they have not', money(open, [asked({ createdAt: at(-0.5) })]), 'confirm_hold charge'],
    ],
  },
  {
    of: 'a charge that a bank has taken back',
    rows: [
      ['in whole', money(completed(), [charge('refunded'), payout('succeeded'), lost({})]), 'wait'],
      [
        'of which the guard bears a part',
        money(completed(), [charge('refunded'), sent, lost(owed)]),
        'reverse_payout lost',
      ],
      [
        'before the guard was paid',
        money(completed(), [charge('refunded'), payout('pending'), lost({})]),
        'send_payout payout',
      ],
    ],
  },
  {
    of: 'a hold of a job that was changed',
    rows: [
      ['to another price, before anybody accepted', money(open, [held({ amountCents: 4000 })]), 'retire_hold charge'],
      ['to a day far ahead', money(far, [held()]), 'retire_hold charge'],
      ['to a lower price, which the guard agreed to', money(job(), [held({ amountCents: 6000 })]), 'wait'],
      ['and was put aside', money(open, [held({ isCurrent: false })]), 'release_hold charge'],
      ['and let go', money(open, [charge('cancelled', { isCurrent: false })]), 'place_hold'],
      ['and let go, far ahead', money(far, [charge('cancelled', { isCurrent: false })]), 'schedule_hold'],
      [
        'to a higher price, which the guard agreed to',
        money(job(), [held(), spare('pending', { standsInFor: 'charge', forProposal: 'proposal' })]),
        'confirm_hold spare',
      ],
    ],
  },
  {
    of: 'a hold that failed',
    rows: [
      ['and can be mended', money(open, [failed({ mendBy: at(1) })]), waitFor(at(1))],
      ['and was not mended in time', money(open, [failed({ mendBy: at(-1) })]), 'cancel_unpaid'],
      ['of a matched job, not mended', money(job(), [failed({ mendBy: NOW })]), 'cancel_unpaid'],
      ['while the guard works', money(running, [failed({ mendBy: at(-1) })]), 'wait'],
      ['when another card was saved', money(open, [failed({ mendBy: at(1), retryAt: NOW })]), 'place_hold'],
      ['for want of a card, far ahead', money(far, [failed({ mendBy: at(1) })]), waitFor(at(1))],
      ['far ahead, when a card was saved', money(far, [failed({ mendBy: at(1), retryAt: NOW })]), 'schedule_hold'],
      [
        'far ahead, announced since',
        money(far, [failed({ mendBy: at(-1), retryAt: at(-1) })], { scheduledHoldAt: inDays(4) }),
        waitFor(inDays(6)),
      ],
      ['of a job that was cancelled free', money(free, [failed()]), 'wait'],
      ['before the work was done', money(completed(), [failed()]), 'place_hold'],
      ['for work done, today', money(completed({ endedAt: at(-2) }), [failed()]), waitFor(at(23))],
      [
        'for work done, yesterday',
        money(completed({ endedAt: at(-30) }), [failed({ failedAt: at(-25) })]),
        'place_hold',
      ],
      [
        'for work done, two weeks ago, its guard paid by the platform',
        money(completed({ endedAt: inDays(-15) }), [failed({ failedAt: inDays(-1) }), guaranteed('succeeded')]),
        'wait',
      ],
      [
        'for work done, when another card was saved',
        money(completed({ endedAt: at(-2) }), [failed({ retryAt: NOW })]),
        'place_hold',
      ],
      [
        'after one was let go',
        money(open, [charge('cancelled', { id: 'first' }), failed({ mendBy: at(1) })]),
        waitFor(at(1)),
      ],
    ],
  },
  {
    of: 'work that the card refuses to pay',
    rows: [
      ['just now', money(completed(), [failed({ failedAt: NOW })]), waitFor(inDays(1))],
      [
        'for a day',
        money(completed({ endedAt: inDays(-2) }), [failed({ failedAt: inDays(-1) }), pendingAgain]),
        'confirm_hold again',
      ],
      [
        'for a day, and again now',
        money(completed({ endedAt: inDays(-2) }), [
          failed({ failedAt: inDays(-1) }),
          failed({ id: 'again', failedAt: NOW }),
        ]),
        'guarantee charge',
      ],
      [
        'for a day, guaranteed',
        money(completed({ endedAt: inDays(-2) }), [...refusedTwice, guaranteed('pending')]),
        'send_payout guaranteed',
      ],
      [
        'for a day, guaranteed and paid',
        money(completed({ endedAt: inDays(-2) }), [...refusedTwice, guaranteed('succeeded')]),
        waitFor(inDays(1)),
      ],
      [
        'a cancellation fee is no work',
        money(completed({ status: 'cancelled', endedAt: inDays(-2) }), refusedTwice),
        waitFor(inDays(1)),
      ],
      [
        'asked for again after all days of asking',
        money(completed({ endedAt: inDays(-30) }), [
          failed({ failedAt: inDays(-16), retryAt: NOW }),
          guaranteed('succeeded'),
        ]),
        'place_hold',
      ],
    ],
  },
  {
    of: 'a hold that stands',
    rows: [
      ['as long as it takes', money(job(), [held({ captureBefore: inDays(7) })]), 'wait'],
      [
        'as long as Visa keeps it, from four days before a night of 12 hours',
        money(job({ startTime: inDays(4), endTime: inDays(4.5) }), [held({ captureBefore: inDays(4.75) })]),
        'wait',
      ],
      ['of which the end is not known', money(job(), [held()]), 'wait'],
      [
        'that ends before the money is taken',
        money(job({ endTime: inDays(3) }), [held({ captureBefore: inDays(3) })]),
        waitFor(inDays(2.5)),
      ],
      ['that ends within hours', money(job(), [held({ captureBefore: at(4) })]), 'renew_hold charge'],
      [
        'that ends within hours and could not be renewed',
        money(job(), [held({ captureBefore: at(4) }), spare('failed', { standsInFor: 'charge' })]),
        waitFor(at(4)),
      ],
      [
        'that ends within hours, after an extension was refused',
        money(job(), [held({ captureBefore: at(4) }), spare('failed', { standsInFor: 'charge', extendTo: at(4) })]),
        'renew_hold charge',
      ],
      ['that should have ended', money(running, [held({ captureBefore: at(-1) })]), 'look_up_hold charge'],
      [
        'that should have ended and did not',
        money(running, [held({ captureBefore: at(-1), checkedAt: at(-0.5) })]),
        waitFor(at(0.5)),
      ],
      ['that the bank let go', money(job(), [charge('cancelled')]), 'place_hold'],
      ['whose place was taken', money(job(), [held(), spare('authorized')]), 'release_hold spare'],
      ['of a job cancelled free', money(free, [held()]), 'release_hold charge'],
      ['of a completed job', money(completed(), [held()]), 'capture charge'],
      [
        'of a job cancelled with a fee',
        money(completed({ status: 'cancelled', dueAmountCents: 2500 }), [held()]),
        'capture charge',
      ],
      ['that was let go at the end', money(free, [charge('cancelled')]), 'wait'],
    ],
  },
  {
    of: 'a capture',
    rows: [
      ['under way', money(completed(), [charge('processing')]), 'capture charge'],
      ['done, with no payout', money(completed(), [paid]), 'create_payout charge'],
      ['done, of a job without a guard', money(completed({ guardId: null }), [paid]), 'wait'],
      ['done while the job is open', money(job({ guardId: null, status: 'requested' }), [paid]), 'wait'],
    ],
  },
  {
    of: 'a payout',
    rows: [
      ['to be sent', money(completed(), [paid, payout('pending')]), 'send_payout payout'],
      ['on its way', money(completed(), [paid, payout('processing')]), 'send_payout payout'],
      ['done', money(completed(), [paid, payout('succeeded')]), 'wait'],
      [
        'that waits for the account',
        money(completed(), [paid, payout('pending', { awaitsAccount: true, retryAt: at(1) })]),
        waitFor(at(1)),
      ],
      ['after a pause', money(completed(), [paid, payout('pending', { retryAt: NOW })]), 'send_payout payout'],
      ['of a contested charge', money(completed(), [charge('disputed'), payout('pending')]), 'wait'],
      [
        'on its way when the charge is contested',
        money(completed(), [charge('disputed'), payout('processing')]),
        'send_payout payout',
      ],
      ['that failed', money(completed(), [paid, payout('failed')]), 'create_payout charge'],
      [
        'of a charge that was given back',
        money(completed(), [
          charge('refunded'),
          refund('succeeded', { amountCents: 5000, platformFeeCents: 1000, guardPayoutCents: 4000 }),
        ]),
        'wait',
      ],
    ],
  },
  {
    of: 'a refund',
    rows: [
      ['asked for', money(completed(), [paid, payout('succeeded'), refund('pending')]), 'give_refund refund'],
      [
        'on its way',
        money(completed(), [paid, payout('succeeded'), refund('processing', { createdAt: NOW })]),
        waitFor(at(1)),
      ],
      [
        'on its way since long',
        money(completed(), [paid, payout('succeeded'), refund('processing')]),
        'give_refund refund',
      ],
      [
        'on its way, looked up',
        money(completed(), [paid, payout('succeeded'), refund('processing', { checkedAt: at(-0.5) })]),
        waitFor(at(0.5)),
      ],
      [
        'given, to be taken back',
        money(completed(), [
          paid,
          payout('succeeded', { stripeTransferId: 'tr' }),
          refund('succeeded', { toReverseCents: 800 }),
        ]),
        'reverse_payout refund',
      ],
      [
        'given while the payout is on its way',
        money(completed(), [paid, payout('processing'), refund('succeeded', { toReverseCents: 800 })]),
        'send_payout payout',
      ],
      [
        'given and taken back',
        money(completed(), [
          paid,
          payout('succeeded', { stripeTransferId: 'tr' }),
          refund('succeeded', { reversedCents: 800 }),
        ]),
        'wait',
      ],
      ['that failed', money(completed(), [paid, payout('succeeded'), refund('failed')]), 'wait'],
      [
        'beside a payout that waits',
        money(completed(), [paid, payout('pending', { retryAt: at(1) }), refund('pending')]),
        'give_refund refund',
      ],
    ],
  },
])('$of', ({ rows }) => {
  it.each(rows)('%s', (_what, state, next) => {
    expect(planOf(state)).toBe(next);
  });
});

describe('a step that was tried', () => {
  const state = money(completed({ endedAt: at(-1) }), [
    paid,
    payout('processing', { createdAt: at(-0.05) }),
    refund('pending'),
  ]);

  it('keeps no other from being taken', () => {
    const tried = new Set(['send_payout payout']);
    expect(told(nextStep(state, NOW, RULES, tried))).toBe('give_refund refund');
  });

  it('is taken again after a pause as long as it has been open', () => {
    const tried = new Set(['send_payout payout', 'give_refund refund']);
    expect(told(nextStep(state, NOW, RULES, tried))).toBe(waitFor(at(0.05)));
  });

  it.each([
    ['within a second at the earliest', NOW, 1000],
    ['within ten minutes, also when the job has ended by a clock that was ahead', at(5), 600_000],
    ['within ten minutes at the latest', inDays(-3), 600_000],
  ])('%s', (_what, endedAt, pause) => {
    const state = money(completed({ endedAt, requestedAt: inDays(-4) }), [
      charge('processing', { createdAt: inDays(-4) }),
    ]);
    const next = nextStep(state, NOW, RULES, new Set(['capture charge']));
    expect(told(next)).toBe(waitFor(new Date(NOW.getTime() + pause)));
  });
});
