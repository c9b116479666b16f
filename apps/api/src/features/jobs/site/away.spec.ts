import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import type { SiteFix } from './stored-fixes.js';
import { awaySince } from './away.js';

const NOON = new Date('2030-05-01T12:00:00Z');
const RULES = { FIX_GOOD_METERS: 50, LEFT_POST_FIXES: 3, LEFT_POST_MINUTES: 5 };

/** [minute, metres from the site, accuracy] */
const fixes = (...all: [number, number, number?][]): SiteFix[] =>
  all.map(([minute, distanceMeters, accuracyMeters = 10]) => ({
    recordedAt: shift(NOON, minute * MINUTE_MS),
    distanceMeters,
    accuracyMeters,
  }));
const since = (...all: [number, number, number?][]): number | null => {
  const found = awaySince(fixes(...all), 150, RULES);
  return found && (found.recordedAt.getTime() - NOON.getTime()) / MINUTE_MS;
};

describe('a guard has left the post', () => {
  it.each<[string, [number, number, number?][], number | null]>([
    [
      'with three good fixes outside over five minutes',
      [
        [0, 20],
        [1, 400],
        [3, 500],
        [6, 600],
      ],
      1,
    ],
    [
      'not with two',
      [
        [1, 400],
        [6, 600],
      ],
      null,
    ],
    [
      'not within less than five minutes',
      [
        [1, 400],
        [3, 500],
        [5.9, 600],
      ],
      null,
    ],
    [
      'not when they were back between',
      [
        [1, 400],
        [3, 20],
        [4, 500],
        [6, 600],
        [8, 600],
      ],
      null,
    ],
    [
      'since they were last there',
      [
        [1, 400],
        [3, 20],
        [4, 500],
        [6, 600],
        [9, 600],
      ],
      4,
    ],
    [
      'not when the radius and the inexactness explain it',
      [
        [0, 160],
        [3, 160],
        [6, 160],
      ],
      null,
    ],
    [
      'by a metre more',
      [
        [0, 161],
        [3, 161],
        [6, 161],
      ],
      0,
    ],
    [
      'not by bad fixes',
      [
        [0, 6000, 51],
        [3, 6000, 120],
        [6, 6000, 200],
      ],
      null,
    ],
    [
      'with bad fixes between good ones, whatever those say',
      [
        [0, 400],
        [2, 10, 180],
        [3, 400],
        [6, 400],
      ],
      0,
    ],
  ])('%s', (_, walked, minute) => {
    expect(since(...walked)).toBe(minute);
  });

  it('never while the newest good fix is inside', () => {
    const fix = fc.tuple(fc.double({ min: 0, max: 300, noNaN: true }), fc.double({ min: 0, max: 9000, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fix, { maxLength: 30 }), (walked) => {
        const sorted = walked.toSorted(([a], [b]) => a - b);
        expect(since(...sorted, [301, 100])).toBeNull();
      }),
    );
  });
});
