import { describe, expect, it } from 'vitest';
import { scrollAfter, zoomStep } from './picture-zoom';

describe('a picture that is looked at closely', () => {
  it.each([
    [1, 1, 1.5],
    [1.5, 1, 2],
    [4, 1, 4],
    [2, -1, 1.5],
    [1, -1, 1],
  ] as const)('goes from %f by %i to %f', (from, way, to) => expect(zoomStep(from, way)).toBe(to));

  it('keeps in the middle what was there', () => {
    // 400 of 400 are seen, then 400 of 800: the middle of the picture is at 400, which is 200 into what is seen.
    expect(scrollAfter({ scroll: 0, window: 400, length: 400 }, 2)).toBe(200);
    expect(scrollAfter({ scroll: 200, window: 400, length: 800 }, 0.5)).toBe(0);
    expect(scrollAfter({ scroll: 100, window: 400, length: 800 }, 1.5)).toBe(250);
  });

  it('is never scrolled past its end', () => {
    expect(scrollAfter({ scroll: 400, window: 400, length: 800 }, 0.75)).toBe(200);
  });
});
