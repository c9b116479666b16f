import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import type { Correction, Receipt } from '@aegis/contract';
import { receiptPdf } from './statement-pdf.js';

const ID = '00000000-0000-4000-8000-000000000000';
const START = new Date('2027-01-01T02:30:00Z');

const RECEIPT: Receipt = {
  jobId: ID,
  issuedAt: START,
  title: 'Gate',
  locationAddress: '200 N Spring St',
  customerName: '山田 花子',
  guardName: 'Nguyễn Văn An',
  startTime: START,
  endTime: START,
  workedMinutes: 0,
  timeZone: 'America/Los_Angeles',
  billedMinutes: 60,
  why: 'first_hour',
  hourlyRateCents: 3500,
  lines: [{ at: START, type: 'charge', purpose: 'booking', text: 'Security service', amountCents: 3500 }],
  paidCents: 3500,
  corrections: [],
};

const CORRECTION: Correction = {
  ...{ id: ID, jobId: ID, kind: 'minutes', status: 'agreed', askedBy: 'customer', reason: 'came late' },
  ...{ fromMinutes: 120, toMinutes: 90, fromCents: 5000, toCents: 3750 },
  ...{ askedAt: START, answerBy: START, answeredAt: START, answerReason: null },
  ...{ decidedAt: null, decidedMinutes: null, decidedCents: null, decisionReason: null },
};

async function textOf(change: Partial<Receipt>): Promise<string> {
  const { content } = await receiptPdf({ ...RECEIPT, ...change });
  const pdf = await getDocumentProxy(new Uint8Array(content as Uint8Array));
  return (await extractText(pdf, { mergePages: true })).text.replaceAll(/\s+/g, ' ');
}

describe('a receipt to print', () => {
  it('says why nothing worked costs an hour', async () => {
    expect(await textOf({})).toContain(
      'Worked: 0 minutes Charged for: 60 minutes, the least that is charged (first hour at least)',
    );
  });

  it.each([
    [{ why: 'as_worked' as const, workedMinutes: 75, billedMinutes: 75 }, 'Charged for: 75 minutes, as worked'],
    [{ why: 'rounded' as const, workedMinutes: 106, billedMinutes: 120 }, 'Charged for: 120 minutes, rounded up'],
    [
      { why: 'booked_price' as const, workedMinutes: 150, billedMinutes: 150 },
      'Charged for: the price that was agreed',
    ],
  ])('explains every other figure: %o', async (change, words) => {
    expect(await textOf(change)).toContain(words);
  });

  it('of a job that was not begun explains no time', async () => {
    expect(await textOf({ workedMinutes: null, billedMinutes: null, why: null })).not.toContain('Charged for');
  });

  it('says days and times as they were at the place', async () => {
    const text = await textOf({});
    expect(text).toContain('2026-12-31, 6:30 PM PST');
    expect(text).not.toContain('2027');
  });

  it('has both names in their own letters', async () => {
    expect(await textOf({})).toMatch(/Customer: 山田 花子 Guard: Nguyễn Văn An/);
  });

  it('tells corrections with what they changed, why and who asked', async () => {
    expect(await textOf({ corrections: [CORRECTION] })).toContain(
      'Hours agreed on by both: 90 minutes for $37.50 instead of 120 for $50.00. Asked by the customer: came late',
    );
    const decision = { status: 'decided', decidedAt: START, decidedMinutes: 100, decidedCents: 4200 } as const;
    expect(await textOf({ corrections: [{ ...CORRECTION, ...decision }] })).toContain(
      'Hours decided by Aegis: 100 minutes for $42.00 instead of 120 for $50.00.',
    );
  });
});
