import PDFDocument from 'pdfkit';
import type { EarningsStatement, FileContent, Receipt } from '@aegis/contract';

const MARGIN = 56;
const AMOUNT_WIDTH = 90;
const DATE_WIDTH = 80;

interface Line {
  at: Date;
  text: string;
  amountCents: number;
}

interface Page {
  heading: string;
  facts: [name: string, value: string][];
  lines: Line[];
  totalName: string;
  totalCents: number;
  fileName: string;
}

/** 25.00 as `$25.00`, a part taken back as `-$25.00`. */
const dollars = (cents: number): string => `${cents < 0 ? '-' : ''}$${(Math.abs(cents) / 100).toFixed(2)}`;
const day = (at: Date): string => at.toISOString().slice(0, 10);
const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export function receiptPdf(receipt: Receipt): Promise<FileContent> {
  return print({
    heading: 'Receipt',
    facts: [
      ['Job', `${receipt.title} (${receipt.jobId})`],
      ['Where', receipt.locationAddress],
      ['Booked', `${minute(receipt.startTime)} to ${minute(receipt.endTime)}`],
      ['Worked', receipt.workedMinutes === null ? 'not begun' : `${receipt.workedMinutes} minutes`],
      ['Rate', `${dollars(receipt.hourlyRateCents)} an hour`],
      ['Customer', receipt.customerName],
      ['Guard', receipt.guardName ?? 'none'],
      ['Issued', minute(receipt.issuedAt)],
    ],
    lines: receipt.lines,
    totalName: 'Paid',
    totalCents: receipt.paidCents,
    fileName: `receipt-${receipt.jobId}.pdf`,
  });
}

export function earningsPdf(statement: EarningsStatement): Promise<FileContent> {
  return print({
    heading: `Earnings ${statement.month}`,
    facts: [
      ['Guard', statement.guardName],
      ['Issued', minute(statement.issuedAt)],
    ],
    lines: statement.lines.map(({ at, title, paidCents, takenBackCents }) => ({
      at,
      text: takenBackCents > 0 ? `${title}: refunded to the customer` : title,
      amountCents: paidCents - takenBackCents,
    })),
    totalName: 'Total',
    totalCents: statement.totalCents,
    fileName: `earnings-${statement.month}.pdf`,
  });
}

async function print(page: Page): Promise<FileContent> {
  const document = new PDFDocument({ size: 'LETTER', margin: MARGIN, info: { Title: page.heading } });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  draw(document, page);
  document.end();
  await ended;
  return { content: Buffer.concat(chunks), contentType: 'application/pdf', fileName: page.fileName };
}

function draw(document: PDFKit.PDFDocument, { heading, facts, lines, totalName, totalCents }: Page): void {
  document.font('Helvetica-Bold').fontSize(20).text('Aegis').fontSize(16).text(heading).moveDown();
  document.fontSize(10);
  for (const [name, value] of facts)
    document.font('Helvetica-Bold').text(`${name}: `, { continued: true }).font('Helvetica').text(value);
  document.moveDown();
  for (const { at, text, amountCents } of lines) row(document, day(at), text, dollars(amountCents));
  document.font('Helvetica-Bold');
  row(document, '', totalName, dollars(totalCents));
}

/** The text may take several lines; the next row begins below all of them. */
function row(document: PDFKit.PDFDocument, date: string, text: string, amount: string): void {
  const width = document.page.width - 2 * MARGIN;
  const textWidth = width - DATE_WIDTH - AMOUNT_WIDTH;
  const height = document.heightOfString(text, { width: textWidth });
  if (document.y + height > document.page.height - MARGIN) document.addPage();
  const top = document.y;
  document.text(date, MARGIN, top, { width: DATE_WIDTH });
  document.text(amount, MARGIN + width - AMOUNT_WIDTH, top, { width: AMOUNT_WIDTH, align: 'right' });
  document.text(text, MARGIN + DATE_WIDTH, top, { width: textWidth });
  document.x = MARGIN;
  document.moveDown(0.3);
}
