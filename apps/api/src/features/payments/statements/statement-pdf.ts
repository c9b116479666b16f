import { buffer } from 'node:stream/consumers';
import { duration, type Figures, figuresIn } from '@aegis/words/figures';
import type { Correction, CustomerStatement, EarningsStatement, FileContent, Receipt } from '@aegis/contract';
import { type Language, type Words, wordsIn } from '@aegis/words/all';
import { Paper } from '../../../platform/paper/paper.js';

const MARGIN = 56;
const AMOUNT_WIDTH = 90;
const DATE_WIDTH = 86;
const ROW_GAP = 3;

interface Line {
  /** Empty for a sum. */
  day: string;
  text: string;
  /** Null for what only explains. */
  amountCents: number | null;
}

interface Page {
  heading: string;
  facts: [name: string, value: string][];
  lines: Line[];
  totalName: string;
  totalCents: number;
  /** What of the sum is tax. */
  taxes: Receipt['taxes'];
  /** Below the sum. */
  notes: Line[];
  fileName: string;
}

/** In one language. */
interface Speech {
  words: Words;
  figures: Figures;
}

const speechOf = (language: Language): Speech => ({ words: wordsIn(language), figures: figuresIn(language) });

export function receiptPdf(receipt: Receipt, language: Language): Promise<FileContent> {
  const speech = speechOf(language);
  const { words, figures } = speech;
  const { timeZone, workedMinutes } = receipt;
  const [from, until] = [figures.exact(receipt.startTime, timeZone), figures.exact(receipt.endTime, timeZone)];
  return print(speech, {
    heading: words(receipt.invoice ? 'papers.invoice.title' : 'papers.receipt.title'),
    facts: [
      ...invoiceFacts(receipt, speech),
      [words('papers.fact.job'), receipt.title],
      [words('papers.fact.number'), receipt.jobId],
      ...factOf(words('papers.fact.purchaseOrder'), receipt.purchaseOrder),
      [words('papers.fact.where'), receipt.locationAddress],
      [words('papers.fact.booked'), words('papers.fromTo', { from, until })],
      [
        words('papers.fact.worked'),
        workedMinutes === null ? words('papers.notBegun') : words('papers.minutes', { count: workedMinutes }),
      ],
      ...chargedFor(receipt, words),
      [words('papers.fact.rate'), words('papers.anHour', { rate: figures.money(receipt.hourlyRateCents) })],
      ...factOf(words('papers.fact.company'), receipt.companyName),
      [words('papers.fact.customer'), receipt.customerName],
      [words('papers.fact.guard'), receipt.guardName ?? words('papers.nobody')],
      [words('papers.fact.issued'), figures.exact(receipt.issuedAt, timeZone)],
    ],
    lines: receipt.lines.map(({ at, text, amountCents, cardLast4 }) => ({
      day: figures.dayOf(at, timeZone),
      text: cardLast4 === null ? text : words('papers.withCard', { charged: text, last4: cardLast4 }),
      amountCents,
    })),
    totalName: words('papers.paid'),
    totalCents: receipt.paidCents,
    taxes: receipt.taxes,
    notes: receipt.corrections.map((correction) => correctionLine(correction, timeZone, speech)),
    fileName: `receipt-${receipt.jobId}.pdf`,
  });
}

const factOf = (name: string, value: string | null): Page['facts'] => (value === null ? [] : [[name, value]]);

/** Where the operator issues invoices. */
function invoiceFacts({ invoice, timeZone }: Receipt, { words, figures }: Speech): Page['facts'] {
  if (!invoice) return [];
  const told = { number: String(invoice.number), day: figures.dayOf(invoice.issuedAt, timeZone) };
  return [
    [words('papers.fact.invoice'), words('papers.invoice.of', told)],
    [words('papers.fact.seller'), invoice.seller.join(', ')],
  ];
}

/** Why the figure is what it is, where something was worked. */
function chargedFor({ why, billedMinutes }: Receipt, words: Words): Page['facts'] {
  if (why === null || billedMinutes === null) return [];
  const time = words('papers.minutes', { count: billedMinutes });
  const told = why === 'booked_price' ? words('papers.why.booked_price') : words(`papers.why.${why}`, { time });
  return [[words('papers.fact.chargedFor'), told]];
}

function correctionLine(correction: Correction, timeZone: string, { words, figures }: Speech): Line {
  const { status, decidedAt, answeredAt, askedAt } = correction;
  const isDecided = status === 'decided';
  const minutes = isDecided ? correction.decidedMinutes : correction.toMinutes;
  const cents = isDecided ? correction.decidedCents : correction.toCents;
  const told = {
    time: duration(minutes ?? 0),
    money: figures.money(cents ?? 0),
    before: duration(correction.fromMinutes),
    moneyBefore: figures.money(correction.fromCents),
    by: correction.askedBy,
    reason: correction.reason,
  };
  return {
    day: figures.dayOf(decidedAt ?? answeredAt ?? askedAt, timeZone),
    text: words(isDecided ? 'papers.corrected.decided' : 'papers.corrected.agreed', told),
    amountCents: null,
  };
}

export function earningsPdf(statement: EarningsStatement, language: Language): Promise<FileContent> {
  const speech = speechOf(language);
  const { words, figures } = speech;
  const { timeZone } = statement;
  const period = statement.month ?? statement.year ?? '';
  return print(speech, {
    heading: words('papers.earnings.title', { period: figures.period(period) }),
    facts: [
      [words('papers.fact.guard'), statement.guardName],
      [words('papers.fact.days'), words('papers.asInZone', { zone: timeZone.replaceAll('_', ' ') })],
      [words('papers.fact.issued'), figures.exact(statement.issuedAt, timeZone)],
    ],
    lines: statement.lines.map(({ at, title, purpose, paidCents, takenBackCents }) => {
      const paid = words(`papers.paid.${purpose}`, { title });
      return {
        day: figures.dayOf(at, timeZone),
        text: takenBackCents > 0 ? words('papers.paid.back', { paid }) : paid,
        amountCents: paidCents - takenBackCents,
      };
    }),
    totalName: words('papers.total'),
    totalCents: statement.totalCents,
    taxes: [],
    notes: [],
    fileName: `earnings-${period}.pdf`,
  });
}

export function customerStatementPdf(statement: CustomerStatement, language: Language): Promise<FileContent> {
  const speech = speechOf(language);
  const { words, figures } = speech;
  const period = statement.month ?? statement.year ?? '';
  const newest = statement.lines.at(-1)?.timeZone ?? 'UTC';
  return print(speech, {
    heading: words('papers.statement.title', { period: figures.period(period) }),
    facts: [
      ...factOf(words('papers.fact.company'), statement.companyName),
      [words('papers.fact.customer'), statement.customerName],
      [words('papers.fact.days'), words('papers.asAtTheSite')],
      [words('papers.fact.issued'), figures.exact(statement.issuedAt, newest)],
    ],
    lines: statement.lines.map(({ at, timeZone, title, purchaseOrder: order, text: charged, amountCents }) => ({
      day: figures.dayOf(at, timeZone),
      text:
        order === null ? words('papers.ofJob', { title, charged }) : words('papers.ofOrder', { title, order, charged }),
      amountCents,
    })),
    totalName: words('papers.total'),
    totalCents: statement.totalCents,
    taxes: statement.taxes,
    notes: [],
    fileName: `statement-${period}.pdf`,
  });
}

async function print(speech: Speech, page: Page): Promise<FileContent> {
  const content = await buffer(Paper.of(page.heading, MARGIN, (paper) => draw(paper, page, speech)));
  return { content, contentType: 'application/pdf', fileName: page.fileName };
}

async function draw(paper: Paper, { heading, facts, lines, notes, ...page }: Page, speech: Speech): Promise<void> {
  const { words, figures } = speech;
  await paper.numberPages((number) => words('papers.page', { page: number }));
  await paper.write('Aegis', { size: 20, weight: 'bold' });
  await paper.write(heading, { size: 16, weight: 'bold' });
  paper.gap(12);
  for (const [name, value] of facts) await paper.fact(name, value);
  paper.gap(12);
  if (lines.length === 0) await paper.write(words('papers.nothing'));
  for (const line of lines) await row(paper, line, figures);
  await row(paper, { day: '', text: page.totalName, amountCents: page.totalCents }, figures, 'bold');
  for (const { state, ratePercent, amountCents } of page.taxes) {
    const text = words('papers.tax', { state, percent: figures.percent(ratePercent) });
    await row(paper, { day: '', text, amountCents }, figures);
  }
  if (notes.length > 0) paper.gap(12);
  for (const note of notes) await row(paper, note, figures);
}

async function row(
  paper: Paper,
  { day, text, amountCents }: Line,
  figures: Figures,
  weight: 'regular' | 'bold' = 'regular',
): Promise<void> {
  const amount = amountCents === null ? '' : figures.money(amountCents);
  const from = paper.width - AMOUNT_WIDTH;
  await paper.row([
    { text: day, from: 0, width: DATE_WIDTH, weight },
    { text, from: DATE_WIDTH, width: from - DATE_WIDTH, weight },
    { text: amount, from, width: AMOUNT_WIDTH, align: 'right', weight },
  ]);
  paper.gap(ROW_GAP);
}
