import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fix } from '@aegis/contract';
import { HOUR_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import { rulesSchema } from '../../platform/config/rules.js';
import { type Arrival, distanceMeters, gradeFixes, gradeOf, type Sighting } from './fix-grading.js';

const rules = rulesSchema.parse({});
const NOW = new Date('2026-07-01T12:00:00Z');
const arrival: Arrival = { at: NOW, trackedFrom: shift(NOW, -2 * HOUR_MS) };
const CITY_HALL = { lat: 34.0537, lng: -118.2428 };
const METERS_PER_DEGREE_NORTH = (Math.PI / 180) * 6_371_009;

/** A good fix, so many metres north of the city hall, so many seconds from now. */
const fixAt = (seconds: number, metersNorth = 0, more: Partial<Fix> = {}): Fix => ({
  lat: CITY_HALL.lat + metersNorth / METERS_PER_DEGREE_NORTH,
  lng: CITY_HALL.lng,
  accuracyMeters: 10,
  recordedAt: shift(NOW, seconds * SECOND_MS),
  ...more,
});

const codesOf = (fixes: Fix[], stored: Sighting[] = [], when = arrival) =>
  gradeFixes(fixes, stored, when, rules).rejected;
const codeOf = (fix: Fix, stored: Sighting[] = [], when = arrival) => codesOf([fix], stored, when)[0]?.code ?? null;

describe('grade', () => {
  it.each([
    [50, 'good'],
    [50.1, 'fair'],
    [100, 'fair'],
    [100.1, 'poor'],
    [200, 'poor'],
    [200.1, null],
  ])('of %d m is %s', (accuracyMeters, grade) => {
    expect(gradeOf(accuracyMeters, rules)).toBe(grade);
    expect(codeOf(fixAt(-10, 0, { accuracyMeters }))).toBe(grade ? null : 'accuracy_too_poor');
  });
});

describe('time and place', () => {
  it.each([
    ['a minute ahead, as much as a phone may be', 60, null],
    ['more than a minute ahead', 60.001, 'recorded_in_future'],
    ['at the first tracked moment', -2 * 3600, null],
    ['before the first tracked moment', -2 * 3600 - 0.001, 'outside_tracking_window'],
  ])('%s', (_, seconds, code) => {
    expect(codeOf(fixAt(seconds))).toBe(code);
  });

  it('of a day ago is taken on a long job, of longer ago on none', () => {
    const longJob = { at: NOW, trackedFrom: shift(NOW, -48 * HOUR_MS) };
    expect(codeOf(fixAt(-24 * 3600), [], longJob)).toBeNull();
    expect(codeOf(fixAt(-24 * 3600 - 0.001), [], longJob)).toBe('recorded_too_long_ago');
  });

  it('at 0, 0 is what a phone without a position says', () => {
    expect(codeOf(fixAt(-10, 0, { lat: 0, lng: 0 }))).toBe('null_island');
    expect(codeOf(fixAt(-10, 0, { lat: 0, lng: 9.4 }))).toBeNull();
  });
});

describe('speed', () => {
  it('is limited to 80 miles an hour from the last stored fix', () => {
    expect(codeOf(fixAt(0, 357), [fixAt(-10)])).toBeNull();
    expect(codeOf(fixAt(0, 358), [fixAt(-10)])).toBe('impossible_speed');
  });

  it('is measured from the fix before inside the batch, whatever its order', () => {
    const fixes = [fixAt(0, 700), fixAt(-20, 0), fixAt(-10, 350)];
    expect(codesOf(fixes)).toEqual([]);
    expect(gradeFixes(fixes, [], arrival, rules).accepted).toEqual([fixes[1], fixes[2], fixes[0]]);
  });

  it('of what follows a refused jump is measured from the last accepted fix', () => {
    expect(codesOf([fixAt(-20), fixAt(-15, 5000), fixAt(-10, 100)])).toEqual([{ index: 1, code: 'impossible_speed' }]);
  });

  it('of a batch that comes late is measured between the stored fixes it belongs to', () => {
    const stored = [fixAt(-600), fixAt(-300, 9000), fixAt(-10, 9300)];
    expect(codeOf(fixAt(-590, 300), stored)).toBeNull();
    expect(codeOf(fixAt(-290, 300), stored)).toBe('impossible_speed');
    expect(codeOf(fixAt(-290, 9100), stored)).toBeNull();
  });

  it('is not asked of a fix of the same moment: it is a duplicate', () => {
    expect(codeOf(fixAt(-10, 5000), [fixAt(-10)])).toBeNull();
    expect(codesOf([fixAt(-10), fixAt(-10, 5000), fixAt(-5, 50)])).toEqual([]);
  });
});

describe('distance', () => {
  it('is the known one from the city hall to Union Station and across the date line', () => {
    expect(distanceMeters(CITY_HALL, { lat: 34.0562, lng: -118.2365 })).toBeCloseTo(643.5, -1);
    expect(distanceMeters({ lat: 0, lng: 179.9 }, { lat: 0, lng: -179.9 })).toBeCloseTo(22_239, -2);
  });
});

/** Walks and jumps around the city hall within the tracked time, each moment once, with now and then a bad fix. */
const batch = fc.uniqueArray(fc.integer({ min: -8000, max: 120 }), { minLength: 1, maxLength: 40 }).chain((seconds) =>
  fc.tuple(
    ...seconds.map((second) =>
      fc
        .record({
          metersNorth: fc.integer({ min: 0, max: 40_000 }),
          accuracyMeters: fc.integer({ min: 1, max: 250 }),
        })
        .map(({ metersNorth, accuracyMeters }) => fixAt(second, metersNorth, { accuracyMeters })),
    ),
  ),
);

const inTime = (fixes: readonly Fix[]): Fix[] =>
  [...fixes].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime());

describe('any batch', () => {
  it('has one verdict for every fix', () => {
    fc.assert(
      fc.property(batch, (fixes) => {
        const { accepted, rejected } = gradeFixes(fixes, [], arrival, rules);
        const refused = rejected.map(({ index }) => fixes[index]);
        expect(new Set([...accepted, ...refused])).toEqual(new Set(fixes));
        expect(accepted.length + rejected.length).toBe(fixes.length);
      }),
    );
  });

  it('leaves a trail that nobody is too fast on', () => {
    fc.assert(
      fc.property(batch, (fixes) => {
        const { accepted } = gradeFixes(fixes, [], arrival, rules);
        accepted.slice(1).forEach((fix, index) => {
          const before = accepted[index] as Fix;
          const seconds = (fix.recordedAt.getTime() - before.recordedAt.getTime()) / SECOND_MS;
          expect(distanceMeters(before, fix)).toBeLessThanOrEqual(seconds * rules.FIX_MAX_SPEED_MPS + 1e-6);
        });
      }),
    );
  });

  it('is judged alike in whatever order it is sent', () => {
    fc.assert(
      fc.property(
        batch.chain((fixes) => fc.tuple(fc.constant(fixes), fc.shuffledSubarray(fixes, { minLength: fixes.length }))),
        ([fixes, shuffled]) => {
          expect(gradeFixes(shuffled, [], arrival, rules).accepted).toEqual(
            gradeFixes(fixes, [], arrival, rules).accepted,
          );
        },
      ),
    );
  });

  it('is judged alike when it is sent again', () => {
    fc.assert(
      fc.property(batch, (fixes) => {
        const first = gradeFixes(fixes, [], arrival, rules);
        expect(gradeFixes(fixes, first.accepted, arrival, rules)).toEqual(first);
      }),
    );
  });

  it('is judged alike in two parts, one after the other', () => {
    fc.assert(
      fc.property(batch, fc.nat(40), (fixes, cut) => {
        const sorted = inTime(fixes);
        const whole = gradeFixes(sorted, [], arrival, rules).accepted;
        const first = gradeFixes(sorted.slice(0, cut), [], arrival, rules).accepted;
        const second = gradeFixes(sorted.slice(cut), first, arrival, rules).accepted;
        expect([...first, ...second]).toEqual(whole);
      }),
    );
  });
});
