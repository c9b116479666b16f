import { Paper } from '../../../platform/paper/paper.js';
import type { TableEntry } from '../registry/registry.types.js';
import type { ExportSource } from './json-export.js';
import type { ExportedRow, ExportSection } from './person-reader.js';
import { ABOUT_YOU, CHAPTERS, factWords, type Speech, speechFor, type Told } from './story.js';

const MARGIN = 50;
const DAY_WIDTH = 84;
const AMOUNT_WIDTH = 76;
const COLUMN_GAP = 8;
const PICTURE_SIZE = [240, 240] as const;
const PICTURE_PREFIX = /^data:[^,]*,/;

/**
 * What is held on somebody, to be read by them: who they are, what they did in a line each, and of all that is held how much there
 * is, why and for how long. Every value of every row is in the JSON document: as tables on paper nobody reads them.
 */
export function pdfExport(source: ExportSource): AsyncGenerator<Uint8Array> {
  const speech = speechFor(source.reader);
  const { words } = speech;
  return Paper.of(words('papers.story.title'), MARGIN, async (paper) => {
    await paper.numberPages((page) => words('papers.page', { page }));
    await paper.write(words('papers.story.title'), { size: 20, weight: 'bold' });
    await paper.write(words('papers.story.made', { when: speech.exact(source.generatedAt) }), { size: 9 });
    paper.gap(6);
    await paper.write(words('papers.story.how'));
    await writeAboutYou(paper, source, speech);
    for (const section of source.sections) await writeChapter(paper, source, section, speech);
    await writeIndex(paper, source, speech);
  });
}

async function chapter(paper: Paper, title: string): Promise<void> {
  paper.gap(18);
  await paper.write(title, { size: 16, weight: 'bold' });
  paper.gap(4);
}

async function writeAboutYou(paper: Paper, source: ExportSource, speech: Speech): Promise<void> {
  await chapter(paper, speech.words('papers.story.you'));
  for (const section of source.sections.filter(({ table }) => ABOUT_YOU.includes(table)))
    for await (const row of source.rows(section)) await writeFacts(paper, row, section.entry, speech);
}

async function writeFacts(paper: Paper, row: ExportedRow, { columns }: TableEntry, speech: Speech): Promise<void> {
  for (const [name, value] of Object.entries(row)) {
    if (value === null || value === '' || name === 'rowId') continue;
    const text = factWords(name, value, speech);
    // By the column, never by the text: anybody can write a title that begins like a picture.
    const isPicture = columns[name]?.export === 'picture';
    const picture = isPicture ? Buffer.from(text.replace(PICTURE_PREFIX, ''), 'base64') : null;
    if (!picture || !paper.picture(picture, PICTURE_SIZE)) await paper.fact(title(name), text, 9);
  }
  paper.gap(6);
  await paper.drained();
}

async function writeChapter(paper: Paper, source: ExportSource, section: ExportSection, speech: Speech): Promise<void> {
  const told = CHAPTERS.get(section.table);
  if (!told) return;
  await chapter(paper, speech.words(told.title));
  for await (const row of source.rows(section)) {
    await writeTold(paper, told.tell(row, speech));
    await paper.drained();
  }
}

async function writeTold(paper: Paper, { day, text, amount }: Told): Promise<void> {
  const size = 9;
  const from = DAY_WIDTH + COLUMN_GAP;
  await paper.row([
    { text: day, size, from: 0, width: DAY_WIDTH },
    { text, size, from, width: paper.width - from - AMOUNT_WIDTH - COLUMN_GAP },
    { text: amount, size, from: paper.width - AMOUNT_WIDTH, width: AMOUNT_WIDTH, align: 'right' },
  ]);
  paper.gap(3);
}

async function writeIndex(paper: Paper, { sections }: ExportSource, { words }: Speech): Promise<void> {
  await chapter(paper, words('papers.story.all'));
  for (const { table, entry, rows } of sections) {
    const kept = words('papers.story.kept', { meaning: entry.meaning, kept: entry.retention });
    await paper.fact(`${title(table)} (${rows})`, kept, 9);
    paper.gap(3);
  }
}

const title = (name: string): string => {
  const words = name.replaceAll('_', ' ').replace(/ encrypted$/, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
