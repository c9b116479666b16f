import { buffer } from 'node:stream/consumers';
import type { Correction, EarningsStatement, FileContent, HoursReason, PaymentPurpose, Receipt } from '@aegis/contract';
import { Paper } from '../../../platform/paper/paper.js';

const MARGIN = 56;
const AMOUNT_WIDTH = 90;
const DATE_WIDTH = 80;
const ROW_GAP = 3;

interface Line {
  at: Date;
  text: string;
  /** Null for what only explains. */
  amountCents: number | null;
}

interface Page {
  heading: string;
  facts: [name: string, value: string][];
  timeZone: string;
  lines: Line[];
  totalName: string;
  totalCents: number;
  /** Below the sum. */
  notes: Line[];
  fileName: string;
}

/** 25.00 as `$25.00`, a part taken back as `-$25.00`. */
const dollars = (cents: number): string => `${cents < 0 ? '-' : ''}$${(Math.abs(cents) / 100).toFixed(2)}`;
/** `2026-12-31` */
const day = (at: Date, timeZone: string): string => at.toLocaleDateString('sv-SE', { timeZone });
/** `2026-12-31, 6:30 PM PST` */
const minute = (at: Date, timeZone: string): string =>
  `${day(at, timeZone)}, ${at.toLocaleTimeString('en-US', { timeZone, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' })}`;

export function receiptPdf(receipt: Receipt): Promise<FileContent> {
  const { timeZone } = receipt;
  return print({
    heading: 'Receipt',
    timeZone,
    facts: [
      ['Job', receipt.title],
      ['Number', receipt.jobId],
      ['Where', receipt.locationAddress],
      ['Booked', `${minute(receipt.startTime, timeZone)} to ${minute(receipt.endTime, timeZone)}`],
      ['Worked', receipt.workedMinutes === null ? 'not begun' : `${receipt.workedMinutes} minutes`],
      ...chargedFor(receipt),
      ['Rate', `${dollars(receipt.hourlyRateCents)} an hour`],
      ['Customer', receipt.customerName],
      ['Guard', receipt.guardName ?? 'none'],
      ['Issued', minute(receipt.issuedAt, timeZone)],
    ],
    lines: receipt.lines,
    totalName: 'Paid',
    totalCents: receipt.paidCents,
    notes: receipt.corrections.map(correctionLine),
    fileName: `receipt-${receipt.jobId}.pdf`,
  });
}

const WHY: Record<HoursReason, (billedMinutes: number) => string> = {
  as_worked: (minutes) => `${minutes} minutes, as worked`,
  rounded: (minutes) => `${minutes} minutes, rounded up`,
  first_hour: (minutes) => `${minutes} minutes, the least that is charged (first hour at least)`,
  booked_price: () => 'the price that was agreed on; more is not charged without consent',
};

/** Why the figure is what it is, where something was worked. */
const chargedFor = ({ why, billedMinutes }: Receipt): Page['facts'] =>
  why === null || billedMinutes === null ? [] : [['Charged for', WHY[why](billedMinutes)]];

function correctionLine({ status, ...correction }: Correction): Line {
  const isDecided = status === 'decided';
  const to = isDecided ? correction.decidedMinutes : correction.toMinutes;
  const cents = isDecided ? correction.decidedCents : correction.toCents;
  const told = isDecided ? 'Hours decided by Aegis' : 'Hours agreed on by both';
  return {
    at: correction.decidedAt ?? correction.answeredAt ?? correction.askedAt,
    text:
      `${told}: ${to ?? 0} minutes for ${dollars(cents ?? 0)} instead of ${correction.fromMinutes} for ` +
      `${dollars(correction.fromCents)}. Asked by the ${correction.askedBy}: ${correction.reason}`,
    amountCents: null,
  };
}

const PAID_FOR: Record<PaymentPurpose, string> = { booking: '', hours: ': corrected hours', tip: ': tip' };

export function earningsPdf(statement: EarningsStatement): Promise<FileContent> {
  const period = statement.month ?? statement.year ?? '';
  const { timeZone } = statement;
  return print({
    heading: `Earnings ${period}`,
    timeZone,
    facts: [
      ['Guard', statement.guardName],
      ['Days', `as in ${timeZone.replaceAll('_', ' ')}`],
      ['Issued', minute(statement.issuedAt, timeZone)],
    ],
    lines: statement.lines.map(({ at, title, purpose, paidCents, takenBackCents }) => ({
      at,
      text: `${title}${PAID_FOR[purpose]}${takenBackCents > 0 ? ': refunded to the customer' : ''}`,
      amountCents: paidCents - takenBackCents,
    })),
    totalName: 'Total',
    totalCents: statement.totalCents,
    notes: [],
    fileName: `earnings-${period}.pdf`,
  });
}

async function print(page: Page): Promise<FileContent> {
  const content = await buffer(Paper.of(page.heading, MARGIN, (paper) => draw(paper, page)));
  return { content, contentType: 'application/pdf', fileName: page.fileName };
}

async function draw(paper: Paper, { heading, facts, timeZone, lines, notes, ...page }: Page): Promise<void> {
  await paper.write('Aegis', { size: 20, weight: 'bold' });
  await paper.write(heading, { size: 16, weight: 'bold' });
  paper.gap(12);
  for (const [name, value] of facts) await paper.fact(name, value);
  paper.gap(12);
  for (const line of lines) await row(paper, day(line.at, timeZone), line);
  await row(paper, '', { text: page.totalName, amountCents: page.totalCents }, 'bold');
  if (notes.length > 0) paper.gap(12);
  for (const note of notes) await row(paper, day(note.at, timeZone), note);
}

async function row(
  paper: Paper,
  date: string,
  { text, amountCents }: Pick<Line, 'text' | 'amountCents'>,
  weight: 'regular' | 'bold' = 'regular',
): Promise<void> {
  const amount = amountCents === null ? '' : dollars(amountCents);
  const from = paper.width - AMOUNT_WIDTH;
  await paper.row([
    { text: date, from: 0, width: DATE_WIDTH, weight },
    { text, from: DATE_WIDTH, width: from - DATE_WIDTH, weight },
    { text: amount, from, width: AMOUNT_WIDTH, align: 'right', weight },
  ]);
  paper.gap(ROW_GAP);
}
