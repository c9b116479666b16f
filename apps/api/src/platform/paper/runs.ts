import bidiFactory from 'bidi-js';
import { type Faced, faceFinder, isCjk } from './typefaces.js';

const bidi = bidiFactory();
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What is drawn by one face in one direction. */
export interface Run extends Faced {
  isRightToLeft: boolean;
}

/** A cluster as a reader sees one character: with its accents and vowel signs. */
interface Cluster extends Faced {
  level: number;
}

/** A piece that is not torn apart at the end of a line, with the blanks after it. */
export type Token = readonly Cluster[];

/** Blanks and line breaks are the layout's; what else controls a terminal or the direction of the text around it is nobody's name. */
const UNPRINTABLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Nothing in it is turned. */
const LATIN_ONLY = /^[\u0020-\u024f]*$/;

/** One paragraph (no line breaks in it), cut where a line may end. */
export function tokensOf(paragraph: string): Token[] {
  const text = paragraph.normalize('NFC').replaceAll('\t', ' ').replace(UNPRINTABLE, '');
  const levels = LATIN_ONLY.test(text) ? null : bidi.getEmbeddingLevels(text, 'ltr').levels;
  const faceOf = faceFinder(text);
  const tokens: Cluster[][] = [];
  let before = ' ';
  for (const { segment, index } of graphemes.segment(text)) {
    const cluster = { ...faceOf(segment), level: levels?.[index] ?? 0 };
    const isNew = segment !== ' ' && (before === ' ' || isCjk(segment) || isCjk(before));
    if (isNew || tokens.length === 0) tokens.push([cluster]);
    else tokens.at(-1)?.push(cluster);
    before = segment;
  }
  return tokens;
}

/** Of the tokens on one line, from left to right as they are seen (rule L2 of the bidirectional algorithm). */
export function runsOf(line: readonly Token[]): Run[] {
  const clusters = line.flat();
  const highest = Math.max(0, ...clusters.map(({ level }) => level));
  for (let level = highest; level > 0; level--) reverseFrom(clusters, level);
  const runs: Run[] = [];
  for (const { text, file, level } of clusters) {
    const isRightToLeft = level % 2 === 1;
    const last = runs.at(-1);
    const shown = isRightToLeft ? (bidi.getMirroredCharacter(text) ?? text) : text;
    if (last?.file === file && last.isRightToLeft === isRightToLeft)
      last.text = isRightToLeft ? shown + last.text : last.text + shown;
    else runs.push({ text: shown, file, isRightToLeft });
  }
  return runs.map(asShaped);
}

/** Every stretch of that level or above, turned around. */
function reverseFrom(clusters: Cluster[], level: number): void {
  for (let start = 0; start < clusters.length; start++) {
    let end = start;
    while ((clusters[end]?.level ?? -1) >= level) end++;
    if (end > start) clusters.splice(start, end - start, ...clusters.slice(start, end).reverse());
    start = end;
  }
}

const TURNS_BY_ITSELF = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** The shaper turns Arabic and Hebrew around; blanks and points between them it would leave from left to right. */
function asShaped(run: Run): Run {
  if (!run.isRightToLeft || TURNS_BY_ITSELF.test(run.text)) return run;
  return { ...run, text: [...run.text].reverse().join('') };
}
