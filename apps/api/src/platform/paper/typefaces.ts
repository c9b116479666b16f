import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LRUCache } from 'lru-cache';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);

export type Weight = 'regular' | 'bold';
const WEIGHTS: Record<Weight, number> = { regular: 400, bold: 700 };

/** Where a character is looked for, in this order. Its Devanagari is a part of the first. */
const ALPHABETS = ['noto-sans', 'noto-sans-arabic', 'noto-sans-hebrew', 'noto-sans-thai'];
/** Han characters are one set for three languages that draw them differently. */
const HAN = ['noto-sans-jp', 'noto-sans-sc', 'noto-sans-kr'];

/** A part of a family, cut by characters as browsers want it: a file of the package. */
interface Slice {
  family: string;
  file: string;
  ranges: readonly (readonly [from: number, to: number])[];
}

/** `U+0041-005A,U+00C0` */
function rangesOf(unicode: string): Slice['ranges'] {
  return unicode.split(',').map((range) => {
    const [from = '', to = from] = range.replace('U+', '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });
}

/** Lists that are the same in every family, whether it has the characters or not. */
const CLAIMED = new Set(['math', 'symbols']);

function slicesOf(family: string): Slice[] {
  const folder = `@fontsource-variable/${family}`;
  const listed = JSON.parse(readFileSync(require.resolve(`${folder}/unicode.json`), 'utf8')) as Record<string, string>;
  const letters = Object.entries(listed).filter(([name]) => !CLAIMED.has(name));
  return letters.map(([name, unicode]) => ({
    family,
    file: `${folder}/files/${family}-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`,
    ranges: rangesOf(unicode),
  }));
}

/** Read when the first paper is made: most processes make none. */
const families = new Map<string, Slice[]>();
function slices(family: string): Slice[] {
  const known = families.get(family) ?? slicesOf(family);
  families.set(family, known);
  return known;
}

const holds = ({ ranges }: Slice, code: number): boolean => ranges.some(([from, to]) => code >= from && code <= to);
/** The ranges overlap; as in a style sheet the last that names a character has it. */
const sliceIn = (family: string, code: number): Slice | undefined =>
  slices(family).findLast((slice) => holds(slice, code));

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;
const EVERY_CJK = new RegExp(CJK, 'gu');
export const isCjk = (character: string): boolean => CJK.test(character);

/** A character and the file that draws it. */
export interface Faced {
  text: string;
  file: string;
}

/**
 * For each cluster of one text what draws it. Han characters of a text come from one family, the first that has all of them: a name
 * in two styles would look like a mistake.
 */
export function faceFinder(text: string): (cluster: string) => Faced {
  const codes = [...new Set(text.match(EVERY_CJK) ?? [])].map((character) => character.codePointAt(0) ?? 0);
  const whole = HAN.find((family) => codes.every((code) => sliceIn(family, code)));
  const order = [...ALPHABETS, ...(whole === undefined ? [] : [whole]), ...HAN];
  const known = new Map<string, Faced>();
  return (cluster) => {
    const faced = known.get(cluster) ?? facedIn(order, cluster) ?? missingIn(order);
    known.set(cluster, faced);
    return faced;
  };
}

function facedIn(order: readonly string[], text: string): Faced | null {
  const code = text.codePointAt(0) ?? 0;
  for (const family of order) {
    const slice = sliceIn(family, code);
    if (slice) return { text, file: slice.file };
  }
  return null;
}

/** What no family has, as a picture of a face: it is seen that something is missing. */
function missingIn(order: readonly string[]): Faced {
  const box = facedIn(order, '\u25a1');
  if (!box) throw new Error('no font has an empty box');
  return box;
}

/** About 50 KB each; the letters of a market's people are a handful of files. */
const cut = new LRUCache<string, Promise<Buffer>>({ max: 200 });

/**
 * The face as TrueType at one weight. The files are variable and compressed for browsers, and what embeds fonts into a PDF can do
 * neither; HarfBuzz makes a plain font of them, with all that shaping needs.
 */
export function faceBytes(file: string, weight: Weight): Promise<Buffer> {
  const key = `${weight} ${file}`;
  const known = cut.get(key) ?? cutOut(file, weight);
  cut.set(key, known);
  return known;
}

async function cutOut(file: string, weight: Weight): Promise<Buffer> {
  const slice = [...ALPHABETS, ...HAN].flatMap(slices).find((candidate) => candidate.file === file);
  if (!slice) throw new Error(`there is no font ${file}`);
  return subsetFont(readFileSync(require.resolve(file)), charactersOf(slice), {
    targetFormat: 'sfnt',
    variationAxes: { wght: WEIGHTS[weight] },
  });
}

const charactersOf = ({ ranges }: Slice): string =>
  ranges
    .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)))
    .join('');
