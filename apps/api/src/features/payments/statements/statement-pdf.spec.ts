import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import type { Correction, FileContent, Receipt } from '@aegis/contract';
import type { Language } from '@aegis/words/all';
import { customerStatementPdf, receiptPdf } from './statement-pdf.js';

const ID = '00000000-0000-4000-8000-000000000000';
const START = new Date('2027-01-01T02:30:00Z');

const RECEIPT: Receipt = {
  jobId: ID,
  invoice: null,
  issuedAt: START,
  title: 'Gate',
  locationAddress: '200 N Spring St',
  customerName: '山田 花子',
  companyName: null,
  purchaseOrder: null,
  guardName: 'Nguyễn Văn An',
  startTime: START,
  endTime: START,
  workedMinutes: 0,
  timeZone: 'America/Los_Angeles',
  billedMinutes: 60,
  why: 'first_hour',
  hourlyRateCents: 3500,
  lines: [
    {
      ...{ at: START, type: 'charge', purpose: 'booking' },
      text: 'Security service',
      amountCents: 3500,
      cardLast4: null,
    },
  ],
  paidCents: 3500,
  taxes: [],
  corrections: [],
};

const CORRECTION: Correction = {
  ...{ id: ID, jobId: ID, kind: 'minutes', status: 'agreed', askedBy: 'customer', reason: 'came late' },
  ...{ fromMinutes: 120, toMinutes: 90, fromCents: 5000, toCents: 3750 },
  ...{ askedAt: START, answerBy: START, answeredAt: START, answerReason: null },
  ...{ decidedAt: null, decidedMinutes: null, decidedCents: null, decisionReason: null },
};

const textOf = async (change: Partial<Receipt>, language: Language = 'en'): Promise<string> =>
  textIn(await receiptPdf({ ...RECEIPT, ...change }, language));

async function textIn({ content }: FileContent): Promise<string> {
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
    expect(text).toContain('Dec 31, 2026, 6:30 PM PST');
    expect(text).not.toContain('2027');
  });

  it('has both names in their own letters', async () => {
    expect(await textOf({})).toMatch(/Customer: 山田 花子 Guard: Nguyễn Văn An/);
  });

  it('tells corrections with what they changed, why and who asked', async () => {
    expect(await textOf({ corrections: [CORRECTION] })).toContain(
      'Hours agreed on by both: 1 h 30 min for $37.50 instead of 2 h for $50.00. Asked by the customer: came late',
    );
    const decision = { status: 'decided', decidedAt: START, decidedMinutes: 100, decidedCents: 4200 } as const;
    expect(await textOf({ corrections: [{ ...CORRECTION, ...decision }] })).toContain(
      'Hours decided by Aegis: 1 h 40 min for $42.00 instead of 2 h for $50.00.',
    );
  });
});

describe('a paper in Spanish', () => {
  it('says all of it so, with the same sums', async () => {
    const text = await textOf(
      { corrections: [CORRECTION], companyName: 'Żółć & Söhne', purchaseOrder: 'OC-4711' },
      'es',
    );
    expect(text).toContain('Recibo');
    expect(text).toContain('Se cobra: 60 minutos, lo mínimo que se cobra (al menos la primera hora)');
    expect(text).toContain('Empresa: Żółć & Söhne');
    expect(text).toContain('Orden de compra: OC-4711');
    expect(text).toContain('Horas acordadas por ambos: 1 h 30 min por $37.50 en lugar de 2 h por $50.00.');
    expect(text).toContain('Página 1');
    for (const english of ['Receipt', 'Booked', 'Worked', 'minutes', 'Customer', 'Paid', 'Page'])
      expect(text).not.toContain(english);
  });
});

describe('what a customer has paid in a month, to print', () => {
  const line = { jobId: ID, at: START, timeZone: 'America/Los_Angeles', title: 'Gate', text: 'Security service' };
  const statement = {
    ...{ month: '2026-12', year: null, issuedAt: START, customerName: 'Nguyễn Văn An', companyName: 'Acme LLC' },
    lines: [
      { ...line, purchaseOrder: 'PO 4711', amountCents: 3500 },
      { ...line, purchaseOrder: null, text: 'Refund', amountCents: -500 },
    ],
    totalCents: 3000,
    taxes: [{ state: 'NY', ratePercent: 8.875, amountCents: 245 }],
  };

  it('names company, purchase orders and the tax that is in it', async () => {
    const text = await textIn(await customerStatementPdf(statement, 'en'));
    expect(text).toContain('Statement of payments, December 2026');
    expect(text).toContain('Company: Acme LLC Customer: Nguyễn Văn An');
    expect(text).toMatch(/Dec 31, 2026\s+Gate \(purchase order PO 4711\): Security service\s+\$35\.00/);
    expect(text).toMatch(/Gate: Refund\s+-\$5\.00/);
    expect(text).toMatch(/Total\s+\$30\.00/);
    expect(text).toMatch(/In it: sales tax of NY, 8\.875 %\s+\$2\.45/);
  });

  it('says so where nothing was paid', async () => {
    const text = await textIn(await customerStatementPdf({ ...statement, lines: [], totalCents: 0, taxes: [] }, 'es'));
    expect(text).toContain('Estado de pagos, diciembre de 2026');
    expect(text).toContain('No se pagó nada en este período.');
  });
});
