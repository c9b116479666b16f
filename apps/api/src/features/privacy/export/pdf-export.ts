import { once } from 'node:events';
import { createRequire } from 'node:module';
import { PassThrough } from 'node:stream';
import PDFDocument from 'pdfkit';
import type { TableEntry } from '../registry/registry.types.js';
import type { ExportSource } from './json-export.js';
import type { ExportedRow } from './person-reader.js';

const require = createRequire(import.meta.url);
/** PDF's own fonts know Western European letters only; people's names do not stop there. */
const REGULAR = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const BOLD = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');

const MARGIN = 50;
const PICTURE_SIZE: [number, number] = [240, 240];
const PICTURE_PREFIX = /^data:[^,]*,/;

/** The same as the JSON document, to be read by a person: an index in plain words, then a chapter a table, pages numbered. */
export async function* pdfExport(source: ExportSource): AsyncGenerator<Uint8Array> {
  const document = new PDFDocument({ size: 'LETTER', margin: MARGIN, info: { Title: 'Everything we hold on you' } });
  const output = document.pipe(new PassThrough());
  const writing = write(document, source).then(
    () => document.end(),
    (error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  for await (const chunk of output) yield chunk as Buffer;
  await writing;
}

async function write(document: PDFKit.PDFDocument, source: ExportSource): Promise<void> {
  numberPages(document);
  writeIndex(document, source);
  for (const section of source.sections) {
    document.addPage();
    document.font(BOLD).fontSize(16).text(title(section.table));
    document.font(REGULAR).fontSize(9).text(`${section.entry.meaning} Kept: ${section.entry.retention}`).moveDown();
    for await (const row of source.rows(section)) {
      writeRow(document, row, section.entry);
      await drained(document);
    }
  }
}

function writeIndex(document: PDFKit.PDFDocument, { generatedAt, sections }: ExportSource): void {
  document.font(BOLD).fontSize(20).text('Everything we hold on you');
  document.font(REGULAR).fontSize(9).text(`Made ${generatedAt.toISOString()}`).moveDown();
  document.fontSize(10).text('What follows, in this order:').moveDown(0.5);
  for (const { table, entry, rows } of sections) {
    document
      .font(BOLD)
      .fontSize(10)
      .text(`${title(table)} (${rows})`, { continued: true });
    document.font(REGULAR).text(`  ${entry.meaning} Kept: ${entry.retention}`).moveDown(0.3);
  }
}

function writeRow(document: PDFKit.PDFDocument, row: ExportedRow, { columns }: TableEntry): void {
  for (const [name, value] of Object.entries(row)) {
    if (value === null || value === '' || name === 'rowId') continue;
    const text =
      typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value);
    // By the column, never by the text: anybody can write a title that begins like a picture.
    const picture = columns[name]?.export === 'picture' ? pictureOf(document, text) : null;
    document
      .font(BOLD)
      .fontSize(8)
      .text(`${title(name)}: `, { continued: picture === null });
    if (picture) document.image(picture, { fit: PICTURE_SIZE });
    else document.font(REGULAR).text(text);
  }
  document.moveDown(0.7);
}

/** Null for what is no picture: it is written as it is, and the rest of the file follows. */
function pictureOf(document: PDFKit.PDFDocument, text: string): Buffer | null {
  const bytes = Buffer.from(text.replace(PICTURE_PREFIX, ''), 'base64');
  const { openImage } = document as unknown as { openImage?: (source: Buffer) => unknown };
  if (!openImage) return bytes;
  try {
    openImage.call(document, bytes);
    return bytes;
  } catch {
    return null;
  }
}

function numberPages(document: PDFKit.PDFDocument): void {
  let page = 1;
  const number = (): void => {
    const { x, y } = document;
    const { bottom } = document.page.margins;
    // Below the margin text would start a new page, which would be numbered, which ...
    document.page.margins.bottom = 0;
    document.font(REGULAR).fontSize(8);
    document.text(`Page ${page++}`, MARGIN, document.page.height - MARGIN / 2, { align: 'right', lineBreak: false });
    document.page.margins.bottom = bottom;
    document.x = x;
    document.y = y;
  };
  number();
  document.on('pageAdded', number);
}

/** Waits when the reader is slower than the writer: a large export must not pile up in memory. */
async function drained(document: PDFKit.PDFDocument): Promise<void> {
  const output = document as unknown as NodeJS.ReadableStream & { readableFlowing: boolean | null };
  if (output.readableFlowing === false) await once(output, 'resume');
}

const title = (name: string): string => {
  const words = name.replaceAll('_', ' ').replace(/ encrypted$/, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
