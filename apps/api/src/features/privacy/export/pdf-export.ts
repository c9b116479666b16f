import { Paper } from '../../../platform/paper/paper.js';
import type { TableEntry } from '../registry/registry.types.js';
import type { ExportSource } from './json-export.js';
import type { ExportedRow } from './person-reader.js';

const MARGIN = 50;
const PICTURE_SIZE = [240, 240] as const;
const PICTURE_PREFIX = /^data:[^,]*,/;
const HEADING = 'Everything we hold on you';

/** The same as the JSON document, to be read by a person: an index in plain words, then a chapter a table, pages numbered. */
export const pdfExport = (source: ExportSource): AsyncGenerator<Uint8Array> =>
  Paper.of(HEADING, MARGIN, async (paper) => {
    await paper.numberPages();
    await writeIndex(paper, source);
    for (const section of source.sections) {
      paper.newPage();
      await paper.write(title(section.table), { size: 16, weight: 'bold' });
      await paper.write(`${section.entry.meaning} Kept: ${section.entry.retention}`, { size: 9 });
      paper.gap(9);
      for await (const row of source.rows(section)) {
        await writeRow(paper, row, section.entry);
        await paper.drained();
      }
    }
  });

async function writeIndex(paper: Paper, { generatedAt, sections }: ExportSource): Promise<void> {
  await paper.write(HEADING, { size: 20, weight: 'bold' });
  await paper.write(`Made ${generatedAt.toISOString()}`, { size: 9 });
  paper.gap(9);
  await paper.write('What follows, in this order:');
  paper.gap(5);
  for (const { table, entry, rows } of sections) {
    await paper.fact(`${title(table)} (${rows})`, `${entry.meaning} Kept: ${entry.retention}`);
    paper.gap(3);
  }
}

async function writeRow(paper: Paper, row: ExportedRow, { columns }: TableEntry): Promise<void> {
  for (const [name, value] of Object.entries(row)) {
    if (value === null || value === '' || name === 'rowId') continue;
    const text =
      typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value);
    // By the column, never by the text: anybody can write a title that begins like a picture.
    const isPicture = columns[name]?.export === 'picture';
    const picture = isPicture ? Buffer.from(text.replace(PICTURE_PREFIX, ''), 'base64') : null;
    if (!picture || !paper.picture(picture, PICTURE_SIZE)) await paper.fact(title(name), text, 8);
  }
  paper.gap(6);
}

const title = (name: string): string => {
  const words = name.replaceAll('_', ' ').replace(/ encrypted$/, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
