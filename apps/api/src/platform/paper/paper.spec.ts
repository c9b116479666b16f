import { buffer } from 'node:stream/consumers';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { Paper } from './paper.js';
import { runsOf, tokensOf } from './runs.js';

const MARGIN = 50;

const bytesOf = (write: (paper: Paper) => Promise<void>): Promise<Buffer> => buffer(Paper.of('A paper', MARGIN, write));

async function textOf(write: (paper: Paper) => Promise<void>): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await bytesOf(write))));
  return text;
}

/** A mark that the shaper draws apart from its letter has no text of its own; this reader gives its number in the font. */
const MARKS = / ?\p{Cc}(?<!\n)/gu;

const written = async (text: string): Promise<string> =>
  (await textOf((paper) => paper.write(text))).join(' ').replaceAll(MARKS, '').normalize('NFKC').trim();

const NAMES = {
  Polish: 'Łukasz Żółć',
  Vietnamese: 'Nguyễn Thị Hằng',
  Turkish: 'Gülşah İpekçi',
  Greek: 'Γιώργος Παπαδόπουλος',
  Ukrainian: 'Олексій Ґудзь',
  Japanese: '山田 花子 ヤマダ',
  'simplified Chinese': '张伟 刘洋',
  'traditional Chinese': '陳冠廷 黃淑芬',
  Korean: '김민준',
  Thai: 'สมชาย ใจดี',
};

describe('a name on a paper', () => {
  it.each(Object.entries(NAMES))('in %s can be read as it is written', async (_, name) => {
    expect(await written(name)).toBe(name.normalize('NFKC'));
  });

  it('from right to left stands so, also where a line has both', () => {
    const runs = runsOf(tokensOf('Guard דוד (א) 12'));
    expect(runs.map(({ text, isRightToLeft }) => [text, isRightToLeft])).toEqual([
      ['Guard 12', false],
      [' (', true],
      ['א', true],
      [') ', true],
      ['דוד', true],
    ]);
  });

  it('that no font has is a box, not a gap', async () => {
    expect(await written('Night \u{1f389} shift')).toBe('Night □ shift');
  });

  it('holds nothing that turns the text around it', async () => {
    expect(await written('Kim\u202e Lee')).toBe('Kim Lee');
  });
});

describe('a paper', () => {
  it('wraps what is too long, between words, between Han characters and within what has neither', async () => {
    const long = [Array(60).fill('word').join(' '), '山'.repeat(90), 'x'.repeat(300)].join('\n');
    const lines = (await written(long)).split('\n');
    expect(lines.length).toBeGreaterThan(7);
    expect(lines.join('').replaceAll(/\s/g, '')).toBe(long.replaceAll(/\s/g, ''));
  });

  it('begins a new page below the last line, and numbers each', async () => {
    const pages = await textOf(async (paper) => {
      await paper.numberPages();
      for (let line = 1; line <= 100; line++) await paper.row([{ text: `Line ${line}`, from: 0, width: 100 }]);
    });
    expect(pages.map((page) => /Page \d+/.exec(page)?.[0])).toEqual(['Page 1', 'Page 2', 'Page 3']);
    expect(pages.join('\n').match(/Line \d+/g)).toEqual(Array.from({ length: 100 }, (_, index) => `Line ${index + 1}`));
  });

  it('fails as its writer does', async () => {
    const failing = bytesOf(() => Promise.reject(new Error('nothing to read')));
    await expect(failing).rejects.toThrow('nothing to read');
  });
});
