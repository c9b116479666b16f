import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Of a colour, as far as eyes tell two apart: less than what a letter's edge differs by between two versions of a browser. */
const COLOUR = 0.1;

export interface Comparison {
  /** Of all pixels, 0 to 1; 1 of pictures that are not of one size. */
  share: number;
  /** What differs, in red over what was there; null where there is nothing to lay over. */
  drawn: Buffer | null;
}

/** Two pictures as PNG. Edges of letters that are smoothed otherwise are the same letters. */
export function compared(one: Buffer, other: Buffer): Comparison {
  const [before, after] = [PNG.sync.read(one), PNG.sync.read(other)];
  const { width, height } = before;
  if (after.width !== width || after.height !== height) return { share: 1, drawn: null };
  const over = new PNG({ width, height });
  const differing = pixelmatch(before.data, after.data, over.data, width, height, { threshold: COLOUR });
  return { share: differing / (width * height), drawn: PNG.sync.write(over) };
}
