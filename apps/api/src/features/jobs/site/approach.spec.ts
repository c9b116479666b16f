import { describe, expect, it } from 'vitest';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { approachOf } from './approach.js';

const NOW = new Date('2030-05-01T12:30:00Z');
const RULES = { SILENCE_MINUTES: 10, NEAR_SITE_METERS: 1000 };

/** [minutes ago, metres from the site, accuracy] */
const steps = (...all: [number, number, number][]) =>
  all.map(([ago, distanceMeters, accuracyMeters]) => ({
    recordedAt: shift(NOW, -ago * MINUTE_MS),
    distanceMeters,
    accuracyMeters,
  }));

describe('a guard who is late', () => {
  it.each<[string, ReturnType<typeof steps>, ReturnType<typeof approachOf>]>([
    ['was never heard of', [], 'none'],
    ['drives towards the site', steps([14, 9000, 10], [1, 5000, 10]), 'nearing'],
    ['stands still far away', steps([14, 9000, 10], [1, 9000, 10]), 'none'],
    ['goes away', steps([14, 5000, 10], [1, 9000, 10]), 'none'],
    ['is no nearer than inexact positions allow', steps([14, 5200, 100], [1, 5000, 100]), 'none'],
    ['is nearer than those allow', steps([14, 5201, 100], [1, 5000, 100]), 'nearing'],
    ['came near and has been silent since', steps([14, 9000, 10], [11, 1500, 10]), 'none'],
    ['stands at a gate of a large site', steps([14, 320, 8], [1, 320, 8]), 'at_the_door'],
    ['has one position, near by', steps([1, 800, 50]), 'at_the_door'],
    ['has one position, far away', steps([1, 4000, 50]), 'none'],
  ])('%s', (_, walked, approach) => {
    expect(approachOf(walked, NOW, RULES)).toBe(approach);
  });
});
