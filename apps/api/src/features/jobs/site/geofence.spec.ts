import { wordsIn } from '@aegis/words/all';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesSchema } from '../../../platform/config/rules.js';
import { allowedDistanceMeters, tooFar } from './geofence.js';

const rules = rulesSchema.parse({});

describe('the geofence', () => {
  it.each([
    [1, 151],
    [10, 160],
    [49.5, 199.5],
    [50, 200],
    [51, 200],
    [200, 200],
  ])('with an accuracy of %f m allows %f m', (accuracy, allowed) => {
    expect(allowedDistanceMeters(accuracy, 150, rules)).toBe(allowed);
  });

  it('is as large as its site', () => {
    expect(allowedDistanceMeters(8, 50, rules)).toBe(58);
    expect(allowedDistanceMeters(8, 500, rules)).toBe(508);
  });

  it('never shrinks with a worse fix and never passes its limit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 10_000, noNaN: true }), (accuracy) => {
        const allowed = allowedDistanceMeters(accuracy, 150, rules);
        expect(allowed).toBeGreaterThanOrEqual(150);
        expect(allowed).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('tells the guard at the gate how far off they are, in whole metres', () => {
    expect(tooFar(1234.56, 160.4)(wordsIn('en'))).toBe('You are 1235 m from the site; 160 m is enough.');
    expect(tooFar(1234.56, 160.4)(wordsIn('es'))).toBe('Está a 1235 m del sitio; basta con 160 m.');
  });
});
