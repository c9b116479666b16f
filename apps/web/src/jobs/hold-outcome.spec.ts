import type { WireAnswer, api } from '@aegis/contract';
import { describe, expect, it } from 'vitest';
import { extensionOutcome, type OwnerAsked, ownerAskedOf, refusedHoldOf } from './hold-outcome';

type MoneyRow = WireAnswer<typeof api.payments.ofJob>['items'][number];

const AT = '2026-11-23T20:00:00.000Z';
const LATER = '2026-11-23T22:00:00.000Z';
const row = (status: MoneyRow['status'], fields: Partial<MoneyRow> = {}): MoneyRow => ({
  id: '00000000-0000-4000-8000-000000000001',
  jobId: '00000000-0000-4000-8000-000000000002',
  type: 'charge',
  purpose: 'booking',
  status,
  amountCents: 5000,
  platformFeeCents: 1000,
  guardPayoutCents: 4000,
  isGuarantee: false,
  failureCode: null,
  failureMessage: null,
  mendBy: null,
  onSession: false,
  createdAt: AT,
  succeededAt: null,
  failedAt: null,
  ...fields,
});
const refused = row('failed', { mendBy: LATER });
const atBank = row('pending', { onSession: true });

describe('the hold that another card can mend', () => {
  it.each<[string, MoneyRow[], MoneyRow | null]>([
    ['none before the card is asked', [], null],
    ['none while it is asked', [row('pending')], null],
    ['the one that was refused', [refused], refused],
    ['the last of them', [row('failed', { mendBy: AT }), refused], refused],
    ['none while another card is asked', [refused, row('pending')], null],
    ['the one that was refused, while its owner is asked by their bank', [refused, atBank], refused],
    ['none once another card holds it', [refused, row('authorized')], null],
    ['none when a longer job alone was refused', [row('authorized'), row('failed')], null],
    ['the one of the booking, whatever else was refused since', [refused, row('failed')], refused],
    ['none because of a tip', [row('succeeded'), row('failed', { purpose: 'tip' })], null],
  ])('is %s', (_, rows, expected) => {
    expect(refusedHoldOf(rows)).toBe(expected);
  });
});

describe('the bank of a card', () => {
  const asking = row('failed', { failureCode: 'authentication_required', mendBy: LATER });
  const notConvinced = row('failed', { failureCode: 'payment_intent_authentication_failure', mendBy: LATER });
  it.each<[string, MoneyRow[], OwnerAsked | null]>([
    ['wants no word when it has refused', [refused], null],
    ['wants a word of its owner', [refused, asking], { hasFailed: false, mendBy: LATER }],
    ['wants none while the card is asked', [asking, row('pending')], null],
    ['still wants it where the page was closed meanwhile', [asking, atBank], { hasFailed: false, mendBy: LATER }],
    ['may be answered once more', [asking, notConvinced], { hasFailed: true, mendBy: LATER }],
    ['wants none once it has agreed', [asking, row('authorized', { onSession: true })], null],
    ['wants none once another card has refused', [asking, refused], null],
  ])('%s', (_, rows, expected) => {
    expect(ownerAskedOf(rows)).toEqual(expected);
  });
});

describe('a longer job', () => {
  const outcome = (endTime: string, status?: MoneyRow['status']) =>
    extensionOutcome({ endTime }, LATER, status && row(status));

  it('is asked for until its hold is read, decided and the job lasts longer', () => {
    expect([outcome(AT), outcome(AT, 'pending'), outcome(AT, 'authorized')]).toEqual(['asking', 'asking', 'asking']);
  });

  it('is one once its hold stands', () => {
    expect([outcome(LATER, 'authorized'), outcome(LATER, 'succeeded')]).toEqual(['extended', 'extended']);
  });

  it('is none when the card refuses, or when what was held for it was let go', () => {
    expect([outcome(AT, 'failed'), outcome(AT, 'cancelled')]).toEqual(['refused', 'lapsed']);
  });
});
