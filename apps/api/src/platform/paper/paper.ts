import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import PDFDocument from 'pdfkit';
import { type Line, type Piece, Typesetter } from './typesetter.js';
import type { Weight } from './typefaces.js';

/** Of a line to the size of its letters; enough for the marks above and below in every script. */
const LINE_HEIGHT = 1.45;
/** From the top of a line down to where its letters stand. */
const BASELINE = 1.07;
const DEFAULT_SIZE = 10;
const PAGE_NUMBER_SIZE = 8;

/** In points. */
export interface Style {
  size?: number;
  weight?: Weight;
}

export interface Cell extends Style {
  text: string;
  /** From the left margin. */
  from: number;
  width: number;
  align?: 'left' | 'right';
}

/**
 * A document on Letter pages in every script that people here write their names in: wrapped, shaped, and from right to left where
 * it is read so. The one place that knows how a PDF is made.
 */
export class Paper {
  private readonly document: PDFKit.PDFDocument;
  private readonly output: PassThrough;
  private readonly typesetter: Typesetter;

  private constructor(
    title: string,
    private readonly margin: number,
  ) {
    this.document = new PDFDocument({ size: 'LETTER', margin, info: { Title: title } });
    this.output = this.document.pipe(new PassThrough());
    this.typesetter = new Typesetter(this.document);
  }

  /** The bytes of what `write` puts on it, as they come. */
  static async *of(title: string, margin: number, write: (paper: Paper) => Promise<void>): AsyncGenerator<Uint8Array> {
    const paper = new Paper(title, margin);
    const writing = write(paper).then(
      () => paper.document.end(),
      (error: unknown) => paper.output.destroy(error instanceof Error ? error : new Error(String(error))),
    );
    for await (const chunk of paper.output) yield chunk as Buffer;
    await writing;
  }

  get width(): number {
    return this.document.page.width - 2 * this.margin;
  }

  async write(text: string, { size = DEFAULT_SIZE, weight = 'regular' }: Style = {}): Promise<void> {
    await this.paragraph([{ text, weight }], size);
  }

  /** Its name in bold, and what it is on the same line. */
  async fact(name: string, value: string, size = DEFAULT_SIZE): Promise<void> {
    const pieces: Piece[] = [
      { text: `${name}: `, weight: 'bold' },
      { text: value, weight: 'regular' },
    ];
    await this.paragraph(pieces, size);
  }

  /** Cells beside each other; what follows begins below the highest of them. */
  async row(cells: readonly Cell[]): Promise<void> {
    const set: { cell: Cell; lines: Line[]; size: number }[] = [];
    for (const cell of cells) {
      const { text, weight = 'regular', size = DEFAULT_SIZE, width } = cell;
      set.push({ cell, size, lines: await this.typesetter.linesOf([{ text, weight }], size, width) });
    }
    const height = Math.max(...set.map(({ lines, size }) => lines.length * size * LINE_HEIGHT));
    this.makeRoom(height);
    const top = this.document.y;
    for (const { cell, lines, size } of set)
      for (const [index, line] of lines.entries()) {
        const indent = cell.align === 'right' ? cell.width - line.width : 0;
        this.drawAt(line, size, cell.from + indent, top + index * size * LINE_HEIGHT);
      }
    this.document.y = top + height;
  }

  gap(points: number): void {
    this.document.y += points;
  }

  newPage(): void {
    this.document.addPage();
  }

  /** False for what is no picture; nothing is drawn then. */
  picture(bytes: Buffer, box: readonly [width: number, height: number]): boolean {
    const { openImage } = this.document as unknown as { openImage: (source: Buffer) => unknown };
    try {
      openImage.call(this.document, bytes);
    } catch {
      return false;
    }
    const [, height] = box;
    this.makeRoom(height);
    const top = this.document.y;
    this.document.image(bytes, this.margin, top, { fit: [...box] });
    this.document.y = top + height;
    return true;
  }

  /** In the bottom margin of this page and of all that follow, in the words of `said`. */
  async numberPages(said = (page: string): string => `Page ${page}`): Promise<void> {
    // A page begins in the middle of drawing, which waits for no font.
    const everyLetter = { text: said('0123456789'), weight: 'regular' } as const;
    await this.typesetter.linesOf([everyLetter], PAGE_NUMBER_SIZE, this.width);
    let page = 1;
    const number = (): void => {
      const top = this.document.y;
      const line = this.typesetter.lineOf({ text: said(String(page++)), weight: 'regular' }, PAGE_NUMBER_SIZE);
      const bottom = this.document.page.height - this.margin / 2;
      this.drawAt(line, PAGE_NUMBER_SIZE, this.width - line.width, bottom);
      this.document.y = top;
    };
    number();
    this.document.on('pageAdded', number);
  }

  /** Waits when the reader is slower than the writer: a large paper must not pile up in memory. */
  async drained(): Promise<void> {
    if (this.output.writableNeedDrain) await once(this.output, 'drain');
  }

  private async paragraph(pieces: readonly Piece[], size: number): Promise<void> {
    for (const line of await this.typesetter.linesOf(pieces, size, this.width)) {
      this.makeRoom(size * LINE_HEIGHT);
      const top = this.document.y;
      this.drawAt(line, size, 0, top);
      this.document.y = top + size * LINE_HEIGHT;
    }
  }

  private drawAt(line: Line, size: number, from: number, top: number): void {
    this.typesetter.draw(line, size, this.margin + from, top + BASELINE * size);
  }

  private makeRoom(height: number): void {
    if (this.document.y + height > this.document.page.height - this.margin) this.document.addPage();
  }
}
