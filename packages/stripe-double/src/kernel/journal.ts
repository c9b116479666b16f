import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Change } from './table.js';

const FILE = 'journal.jsonl';
const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * An append-only file of JSON lines, one line a request with all the objects it wrote. A line is written before the
 * answer leaves, so killing the process loses nothing that was acknowledged; a line torn by the kill is one request
 * that nobody was told about, and it goes as a whole.
 */
export class Journal {
  private constructor(
    private readonly directory: string,
    private readonly syncToDisk: boolean,
    private descriptor: number,
  ) {}

  static open(directory: string, syncToDisk: boolean): Journal {
    mkdirSync(directory, { recursive: true });
    return new Journal(directory, syncToDisk, openSync(join(directory, FILE), 'a'));
  }

  /** Every change ever appended, in order; the last line may be torn. */
  static *read(directory: string): Generator<Change> {
    const path = join(directory, FILE);
    if (!existsSync(path)) return;
    let number = 0;
    for (const { line, whole } of linesOf(path)) yield* readLine(line, { number: (number += 1), whole });
  }

  append(changes: readonly Change[]): void {
    const { size } = fstatSync(this.descriptor);
    try {
      writeWhole(this.descriptor, `${JSON.stringify(changes)}\n`);
    } catch (error) {
      // Half a line with another line after it would make the whole file unreadable.
      ftruncateSync(this.descriptor, size);
      throw error;
    }
    if (this.syncToDisk) fsyncSync(this.descriptor);
  }

  /** Replaces the file by the given rows, by a rename, so that a crash leaves either the old file or the new one. */
  compact(rows: readonly Change[]): void {
    const path = join(this.directory, FILE);
    const fresh = openSync(`${path}.new`, 'w');
    for (const row of rows) writeWhole(fresh, `${JSON.stringify([row])}\n`);
    fsyncSync(fresh);
    closeSync(fresh);
    closeSync(this.descriptor);
    renameSync(`${path}.new`, path);
    this.descriptor = openSync(path, 'a');
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** The lines of a file of any size: one string could not hold a long run's journal. */
function* linesOf(path: string): Generator<{ line: string; whole: boolean }> {
  const descriptor = openSync(path, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest = Buffer.alloc(0);
  for (let count = readSync(descriptor, chunk); count > 0; count = readSync(descriptor, chunk)) {
    rest = Buffer.concat([rest, chunk.subarray(0, count)]);
    let start = 0;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, start)) {
      yield { line: rest.toString('utf8', start, end), whole: true };
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  closeSync(descriptor);
  if (rest.length > 0) yield { line: rest.toString('utf8'), whole: false };
}

function readLine(line: string, position: { number: number; whole: boolean }): Change[] {
  try {
    return JSON.parse(line) as Change[];
  } catch (cause) {
    // A line is written with its newline at its end, so only one without it can be torn.
    if (!position.whole) return [];
    throw new Error(`${FILE} is damaged at line ${position.number}`, { cause });
  }
}

/** One write may take less than it was given (a full disk, a signal); the rest follows or the error is thrown. */
function writeWhole(descriptor: number, line: string): void {
  const bytes = Buffer.from(line);
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written);
  }
}
