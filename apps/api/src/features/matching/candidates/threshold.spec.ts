import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rank, type Ranked, type ScoreTerms } from './score.js';
import { contestFor } from './threshold.js';

const RADIUS_METERS = 20_000;
const TERMS: ScoreTerms = {
  radiusMeters: RADIUS_METERS,
  weights: { proximity: 0.4, skills: 0.25, rating: 0.15, acceptance: 0.1, fairness: 0.1 },
  marketAcceptance: 0.8,
  ratingsNeeded: 5,
  offersNeeded: 5,
  tiePoints: 5,
};
const KNOWN = 12;
const PLACES = 3;

const crowd = fc
  .array(
    fc.record({
      distanceMeters: fc.integer({ min: 0, max: RADIUS_METERS }),
      requiredSkillCount: fc.integer({ min: 0, max: 3 }),
      skillCount: fc.integer({ min: 0, max: 6 }),
      averageRating: fc.option(fc.double({ min: 0, max: 5, noNaN: true })),
      ratingCount: fc.constantFrom(0, 4, 5, 50),
      offersAccepted: fc.integer({ min: 0, max: 6 }),
      offersResolved: fc.constantFrom(6, 12),
      jobsLast7Days: fc.integer({ min: 0, max: 4 }),
      lastAssignedAt: fc.option(fc.date({ min: new Date(0), max: new Date('2030-01-01'), noInvalidDate: true })),
    }),
    { minLength: KNOWN, maxLength: 60 },
  )
  .map((guards) => guards.map((guard, index) => ({ ...guard, guardId: String(index).padStart(3, '0') })));

const namesOf = (ranked: readonly Ranked[]): string[] => ranked.slice(0, PLACES).map(({ guardId }) => guardId);

it('finds the same best, in the same order, as the scores of everybody do', () => {
  let contests = 0;
  let decisive = 0;
  const agree = fc.property(crowd, (guards) => {
    const all = rank(guards, TERMS);
    const nearest = [...guards].sort((a, b) => a.distanceMeters - b.distanceMeters).slice(0, KNOWN);
    const known = rank(nearest, TERMS);
    const contest = contestFor(PLACES, known, TERMS);
    const more = contest
      ? all.filter(({ score, distanceMeters }) => score >= contest.floor && distanceMeters <= contest.reachMeters)
      : [];
    const found = new Map([...nearest, ...more].map((guard) => [guard.guardId, guard]));
    expect(namesOf(rank([...found.values()], TERMS))).toEqual(namesOf(all));
    if (contest) contests++;
    if (namesOf(known).join() !== namesOf(all).join()) decisive++;
  });
  fc.assert(agree, { numRuns: 2000 });
  // Of a property that never looks further, or never finds anybody there, nothing would be known.
  expect(contests).toBeGreaterThan(0);
  expect(decisive).toBeGreaterThan(0);
});

it('knows of a guard who comes first only because another shifts the groups', () => {
  const proximity = { ...TERMS, weights: { proximity: 1, skills: 0, rating: 0, acceptance: 0, fairness: 0 } };
  const at = (guardId: string, points: number, assigned: number) => ({
    guardId,
    distanceMeters: ((100 - points) / 100) * RADIUS_METERS,
    ...{ requiredSkillCount: 0, skillCount: 0, averageRating: 5, ratingCount: 5, offersAccepted: 5, offersResolved: 5 },
    jobsLast7Days: 0,
    lastAssignedAt: new Date(assigned),
  });
  const known = [at('a', 90, 3), at('b', 86, 2), at('c', 85, 1)];
  // Alone the three are one group down to 85. With 91.5 before them, the third place is in a group from 86 to 81.
  expect(rank([...known, at('d', 91.5, 9), at('e', 81, 0)], proximity).map(({ guardId }) => guardId)).toEqual([
    ...['a', 'd', 'e', 'c', 'b'],
  ]);
  expect(contestFor(3, rank(known, proximity), proximity)?.floor).toBeLessThanOrEqual(81);
});

it('needs as many guards as places', () => {
  expect(() => contestFor(3, [], TERMS)).toThrow(RangeError);
});
