import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, components, rank, score, type ScoreTerms } from './score.js';

const RADIUS_METERS = 24_140;
const TERMS: ScoreTerms = {
  radiusMeters: RADIUS_METERS,
  weights: { proximity: 0.4, skills: 0.25, rating: 0.15, acceptance: 0.1, fairness: 0.1 },
  marketAcceptance: 0.8,
  ratingsNeeded: 5,
  offersNeeded: 5,
  tiePoints: 5,
};

const candidate = (changes: Partial<Candidate> = {}): Candidate => ({
  guardId: 'a',
  distanceMeters: 0,
  skillCount: 0,
  requiredSkillCount: 0,
  averageRating: 5,
  ratingCount: 5,
  offersAccepted: 5,
  offersResolved: 5,
  jobsLast7Days: 0,
  lastAssignedAt: null,
  ...changes,
});

const scoreOf = (changes: Partial<Candidate> = {}): number =>
  score(components(candidate(changes), TERMS), TERMS.weights);
const order = (...candidates: Candidate[]): string[] => rank(candidates, TERMS).map(({ guardId }) => guardId);

describe('the score', () => {
  it('is 100 for the best there is: on site, with just the skills, five stars, always accepting, without jobs', () => {
    expect(scoreOf()).toBe(100);
  });

  it.each<[string, Partial<Candidate>, number]>([
    ['proximity: half of the radius away', { distanceMeters: RADIUS_METERS / 2 }, 80],
    ['proximity: at the edge', { distanceMeters: RADIUS_METERS }, 60],
    ['skills: one more than asked', { skillCount: 1 }, 87.5],
    ['rating: none stars', { averageRating: 0 }, 85],
    ['acceptance: five of twenty', { offersResolved: 20 }, 92.5],
    ["acceptance: unknown counts as the market's", { offersAccepted: 0, offersResolved: 0 }, 98],
    ["acceptance: four refusals count as the market's", { offersAccepted: 0, offersResolved: 4 }, 98],
    ['acceptance: of the fifth on their own count', { offersAccepted: 0, offersResolved: 5 }, 90],
    ['fairness: one job this week', { jobsLast7Days: 1 }, 95],
  ])('%s', (_, changes, points) => {
    expect(scoreOf(changes)).toBe(points);
  });

  it.each([
    ['nobody has rated them', { averageRating: null, ratingCount: 0 }],
    ['four have', { averageRating: 1, ratingCount: 4 }],
  ])('leaves the rating out where %s, and shares its weight among the others', (_, unrated) => {
    expect(scoreOf(unrated)).toBe(100);
    // 40 of the other 85 are gone with half of the proximity: 100 - 20 / 0.85.
    expect(scoreOf({ ...unrated, distanceMeters: RADIUS_METERS / 2 })).toBe(76.47);
    expect(components(candidate(unrated), TERMS).rating).toBeNull();
  });

  it('stays between 0 and 100', () => {
    fc.assert(
      fc.property(anyCandidate('a'), (any) => {
        const points = score(components(any, TERMS), TERMS.weights);
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('the ranking', () => {
  const far = { distanceMeters: RADIUS_METERS / 2 };

  it('has the higher score first', () => {
    expect(order(candidate({ guardId: 'far', ...far }), candidate({ guardId: 'near' }))).toEqual(['near', 'far']);
  });

  it('within five points prefers who has waited longest; who never had a job has waited for ever', () => {
    const at = (day: number) => new Date(Date.UTC(2027, 0, day));
    const yesterday = candidate({ guardId: 'yesterday', lastAssignedAt: at(20) });
    const lastWeek = candidate({ guardId: 'last week', lastAssignedAt: at(10), averageRating: 4 });
    const never = candidate({ guardId: 'never', averageRating: 3.4 });
    expect(order(yesterday, lastWeek, never)).toEqual(['never', 'last week', 'yesterday']);
  });

  it('takes exactly five points for a tie, and a hundredth more not', () => {
    const best = candidate({ guardId: 'best', lastAssignedAt: new Date() });
    // One job this week costs 5.00 points; five stars less 0.004 another 0.01.
    expect(order(best, candidate({ guardId: 'b', jobsLast7Days: 1 }))).toEqual(['b', 'best']);
    expect(order(best, candidate({ guardId: 'b', jobsLast7Days: 1, averageRating: 4.996 }))).toEqual(['best', 'b']);
  });

  it('measures ties from the best of the group: a chain of small steps is no tie of all', () => {
    const assigned = (guardId: string, jobsLast7Days: number, hour: number): Candidate =>
      candidate({ guardId, jobsLast7Days, lastAssignedAt: new Date(Date.UTC(2027, 0, 1, hour)) });
    // 100, 95, 93.33: the last is in reach of the second and not of the first.
    expect(order(assigned('a', 0, 9), assigned('b', 1, 8), assigned('c', 2, 1))).toEqual(['b', 'a', 'c']);
  });

  it('decides equals by their key', () => {
    expect(order(candidate({ guardId: 'b' }), candidate({ guardId: 'a' }))).toEqual(['a', 'b']);
  });

  it('gives the same bytes for the same guards in whatever order they come', () => {
    const several = fc
      .uniqueArray(fc.uuid(), { maxLength: 12 })
      .chain((ids) => fc.tuple(...ids.map((id) => anyCandidate(id))))
      .chain((candidates) =>
        fc.tuple(fc.constant(candidates), fc.shuffledSubarray(candidates, { minLength: candidates.length })),
      );
    fc.assert(
      fc.property(several, ([candidates, shuffled]) => {
        expect(JSON.stringify(rank(shuffled, TERMS))).toBe(JSON.stringify(rank(candidates, TERMS)));
      }),
    );
  });

  it('never puts somebody before a guard who is more than five points better', () => {
    const several = fc.tuple(...Array.from({ length: 8 }, (_, index) => anyCandidate(String(index))));
    fc.assert(
      fc.property(several, (candidates) => {
        const points = rank(candidates, TERMS).map((ranked) => ranked.score);
        const tooLate = points.some((later, index) => points.slice(0, index).some((before) => later - before > 5.0001));
        expect(tooLate).toBe(false);
      }),
    );
  });
});

function anyCandidate(guardId: string): fc.Arbitrary<Candidate> {
  const date = fc.date({ min: new Date(0), max: new Date('2030-01-01'), noInvalidDate: true });
  return fc
    .record({
      distanceMeters: fc.double({ min: 0, max: RADIUS_METERS, noNaN: true }),
      requiredSkillCount: fc.integer({ min: 0, max: 20 }),
      moreSkills: fc.integer({ min: 0, max: 20 }),
      averageRating: fc.option(fc.double({ min: 0, max: 5, noNaN: true })),
      ratingCount: fc.integer({ min: 0, max: 10 }),
      offersAccepted: fc.integer({ min: 0, max: 50 }),
      moreOffers: fc.integer({ min: 0, max: 50 }),
      jobsLast7Days: fc.integer({ min: 0, max: 20 }),
      lastAssignedAt: fc.option(date),
    })
    .map(({ moreSkills, moreOffers, ...rest }) => ({
      ...rest,
      guardId,
      skillCount: rest.requiredSkillCount + moreSkills,
      offersResolved: rest.offersAccepted + moreOffers,
    }));
}
