import { describe, expect, it } from 'vitest';
import { SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { rulesSchema } from '../../../platform/config/rules.js';
import { type OnSite, proofOf } from './dwell.js';

const rules = rulesSchema.parse({});
const NOON = new Date('2026-07-01T12:00:00Z');
const fix = (seconds: number, accuracyMeters: number): OnSite => ({
  recordedAt: shift(NOON, seconds * SECOND_MS),
  distanceMeters: 20,
  accuracyMeters,
});

describe('presence at the site', () => {
  it('is proved by one good fix', () => {
    expect(proofOf([fix(0, 50)], rules)).toEqual([fix(0, 50)]);
    expect(proofOf([fix(0, 120), fix(5, 10)], rules)).toEqual([fix(5, 10)]);
  });

  it('is proved by two worse ones thirty seconds apart, and not by nearer ones', () => {
    expect(proofOf([fix(0, 80), fix(30, 120)], rules)).toEqual([fix(0, 80), fix(30, 120)]);
    expect(proofOf([fix(0, 80), fix(29.9, 120)], rules)).toBeNull();
    expect(proofOf([fix(0, 80), fix(15, 90), fix(45, 120)], rules)).toEqual([fix(0, 80), fix(45, 120)]);
  });

  it('is not proved by one worse fix or by none', () => {
    expect(proofOf([fix(0, 51)], rules)).toBeNull();
    expect(proofOf([], rules)).toBeNull();
  });
});
