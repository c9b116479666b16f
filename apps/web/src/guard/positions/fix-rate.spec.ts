import { describe, expect, it } from 'vitest';
import { offset } from '../../map/geometry';
import { isWorthAFix, MOVING_MS, STILL_MS } from './fix-rate';
import type { Reading } from './position-source';

const gate = { lat: 34.05, lng: -118.25 };
const at = (seconds: number, meters = 0, given: Partial<Reading> = {}): Reading => ({
  ...offset(gate, meters, 90),
  accuracyMeters: 8,
  recordedAt: seconds * 1000,
  speedMps: null,
  headingDegrees: null,
  altitudeMeters: null,
  ...given,
});

describe('how often a position is kept', () => {
  it('keeps the first one', () => expect(isWorthAFix(null, at(0))).toBe(true));

  it('keeps one in 15 s of a guard who moves, not more', () => {
    expect(isWorthAFix(at(0), at(14, 200))).toBe(false);
    expect(isWorthAFix(at(0), at(MOVING_MS / 1000, 200))).toBe(true);
  });

  it('takes the phone at its word when it says that it moves', () => {
    expect(isWorthAFix(at(0), at(15, 5, { speedMps: 1.4 }))).toBe(true);
  });

  it('keeps one in 5 min of a guard who stands, whose position trembles', () => {
    expect(isWorthAFix(at(0), at(60, 15))).toBe(false);
    expect(isWorthAFix(at(0), at(STILL_MS / 1000, 3))).toBe(true);
  });

  it('does not take the wandering of an inexact position for a move', () => {
    expect(isWorthAFix(at(0, 0, { accuracyMeters: 180 }), at(30, 80))).toBe(false);
    expect(isWorthAFix(at(0, 0, { accuracyMeters: 180 }), at(30, 120))).toBe(true);
  });
});
