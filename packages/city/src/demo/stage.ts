import { ApiError, ConnectionError } from '@aegis/client';

/** The demo cannot go on, or something did not come out as it must. Its sentence is for people. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
}

type Style = 'bold' | 'dim' | 'green' | 'red';
const CODES: Record<Style, number> = { bold: 1, dim: 2, green: 32, red: 31 };

const SECONDS_WIDTH = 8;
const TOOK_WIDTH = 9;
const TITLE_WIDTH = 38;
const MEASURE = /^\$?\d/;
const INDENT = ' '.repeat(2 + SECONDS_WIDTH + TOOK_WIDTH + 2);

/** Where the demo is told: one line a step with the time since the start and its own, tables below them. */
export class Stage {
  private readonly startedAt = performance.now();

  constructor(
    private readonly write: (line: string) => void,
    private readonly coloured: boolean,
  ) {}

  headline(text: string): void {
    this.write(`\n${this.paint('bold', text)}`);
  }

  /** Plays one step and tells of it. @throws DemoFailure that names the step */
  async step<T>(title: string, work: () => Promise<T>, tell: (result: T) => string): Promise<T> {
    const begun = performance.now();
    try {
      const result = await work();
      this.line(begun, title, tell(result));
      return result;
    } catch (error) {
      this.line(begun, this.paint('red', title.padEnd(TITLE_WIDTH)), this.paint('red', 'failed'));
      throw new DemoFailure(`${title}: ${describe(error)}`, { cause: error });
    }
  }

  /** A line below the step before. */
  note(text: string): void {
    this.write(`${INDENT}${this.paint('dim', text)}`);
  }

  /** Columns as wide as their widest cell; amounts and measures to the right. */
  table(header: readonly string[], rows: readonly (readonly string[])[]): void {
    const columns = header.map((name, column) => {
      const cells = rows.map((row) => row[column] ?? '');
      const width = Math.max(name.length, ...cells.map((cell) => cell.length));
      return { width, isMeasure: cells.every((cell) => MEASURE.test(cell)) };
    });
    const lineOf = (cells: readonly string[]): string =>
      columns
        .map(({ width, isMeasure }, column) => {
          const cell = cells[column] ?? '';
          return isMeasure ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd();
    this.write(`${INDENT}${this.paint('dim', lineOf(header))}`);
    for (const row of rows) this.write(INDENT + lineOf(row));
  }

  verdict(ok: boolean, text: string): void {
    this.write(`${INDENT}${ok ? this.paint('green', 'ok    ') : this.paint('red', 'FAILED')}  ${text}`);
  }

  private line(begun: number, title: string, told: string): void {
    const now = performance.now();
    const since = `${((now - this.startedAt) / 1000).toFixed(2)} s`.padStart(SECONDS_WIDTH);
    const took = `${Math.round(now - begun)} ms`.padStart(TOOK_WIDTH);
    this.write(`  ${since}${this.paint('dim', took)}  ${title.padEnd(TITLE_WIDTH)}${told}`.trimEnd());
  }

  private paint(style: Style, text: string): string {
    return this.coloured ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
  }
}

function describe(error: unknown): string {
  if (error instanceof ApiError && error.requestId !== null) return `${error.message} (request ${error.requestId})`;
  if (error instanceof ApiError || error instanceof ConnectionError || error instanceof DemoFailure)
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;
export const meters = (distance: number): string =>
  distance < 1000 ? `${Math.round(distance)} m` : `${(distance / 1000).toFixed(2)} km`;
