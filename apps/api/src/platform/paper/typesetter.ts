import { type Run, runsOf, type Token, tokensOf } from './runs.js';
import { faceBytes, type Weight } from './typefaces.js';

/** Words of one weight; what follows goes on where it ends. */
export interface Piece {
  text: string;
  weight: Weight;
}

interface WeightedToken {
  token: Token;
  weight: Weight;
}

interface DrawnRun extends Run {
  face: string;
  width: number;
}

/** Runs from left to right, widths in points. */
export interface Line {
  runs: DrawnRun[];
  width: number;
}

/** Words into lines and lines onto the page, each run in the face that has its letters. Faces are embedded as they come up. */
export class Typesetter {
  private readonly registered = new Set<string>();

  constructor(private readonly document: PDFKit.PDFDocument) {}

  /** No line is wider than `width`, except for a single character that is. */
  async linesOf(pieces: readonly Piece[], size: number, width: number): Promise<Line[]> {
    const paragraphs = paragraphsOf(pieces).map((paragraph) =>
      paragraph.flatMap(({ text, weight }) => tokensOf(text).map((token) => ({ token, weight }))),
    );
    await this.embed(paragraphs.flat());
    return paragraphs.flatMap((tokens) => {
      // Most lines of a long export fit: measuring them word by word would be most of its time.
      const whole = this.visible(tokens, size);
      if (whole.width <= width) return [whole];
      return this.wrapped(tokens, size, width).map((line) => this.visible(withoutEndBlanks(line), size));
    });
  }

  /** At once, of letters that an earlier line had. */
  lineOf({ text, weight }: Piece, size: number): Line {
    return this.visible(
      tokensOf(text).map((token) => ({ token, weight })),
      size,
    );
  }

  /** @param baseline where its letters stand */
  draw({ runs }: Line, size: number, left: number, baseline: number): void {
    let x = left;
    for (const run of runs) {
      this.document.font(run.face).fontSize(size);
      this.document.text(run.text, x, baseline, { lineBreak: false, baseline: 'alphabetic', ...shaping(run) });
      x += run.width;
    }
  }

  private async embed(tokens: readonly WeightedToken[]): Promise<void> {
    for (const { token, weight } of tokens)
      for (const { file } of token) {
        const face = faceName(file, weight);
        if (this.registered.has(face)) continue;
        this.document.registerFont(face, await faceBytes(file, weight));
        this.registered.add(face);
      }
  }

  private wrapped(tokens: readonly WeightedToken[], size: number, width: number): WeightedToken[][] {
    const lines: WeightedToken[][] = [[]];
    let used = 0;
    const put = (part: WeightedToken, needed: number): void => {
      const isFull = used + this.visible(withoutEndBlanks([part]), size).width > width;
      if (isFull && used > 0) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push(part);
      used += needed;
    };
    for (const part of tokens) {
      const needed = this.visible([part], size).width;
      if (needed <= width) put(part, needed);
      else
        for (const one of part.token.map((cluster) => ({ token: [cluster], weight: part.weight })))
          put(one, this.visible([one], size).width);
    }
    return lines;
  }

  private visible(tokens: readonly WeightedToken[], size: number): Line {
    const runs = sameWeight(tokens).flatMap(({ weight, line }) =>
      runsOf(line).map((run) => {
        const face = faceName(run.file, weight);
        this.document.font(face).fontSize(size);
        return { ...run, face, width: this.document.widthOfString(run.text, shaping(run)) };
      }),
    );
    return { runs, width: runs.reduce((sum, run) => sum + run.width, 0) };
  }
}

const faceName = (file: string, weight: Weight): string => `${weight} ${file}`;

/** With features named the whole run is shaped at once; without, word by word from left to right. */
const shaping = ({ isRightToLeft }: Run): PDFKit.Mixins.TextOptions => (isRightToLeft ? { features: ['calt'] } : {});

/** A line break in any piece ends the paragraph. */
function paragraphsOf(pieces: readonly Piece[]): Piece[][] {
  const paragraphs: Piece[][] = [[]];
  for (const { text, weight } of pieces)
    for (const [index, part] of text.split(/\r\n|[\n\r\u2028\u2029]/u).entries()) {
      if (index > 0) paragraphs.push([]);
      paragraphs.at(-1)?.push({ text: part, weight });
    }
  return paragraphs;
}

function withoutEndBlanks(line: readonly WeightedToken[]): WeightedToken[] {
  const last = line.at(-1);
  if (!last) return [];
  const end = last.token.findLastIndex(({ text }) => text !== ' ') + 1;
  return [...line.slice(0, -1), { ...last, token: last.token.slice(0, end) }];
}

function sameWeight(tokens: readonly WeightedToken[]): { weight: Weight; line: Token[] }[] {
  const groups: { weight: Weight; line: Token[] }[] = [];
  for (const { token, weight } of tokens) {
    const last = groups.at(-1);
    if (last?.weight === weight) last.line.push(token);
    else groups.push({ weight, line: [token] });
  }
  return groups;
}
