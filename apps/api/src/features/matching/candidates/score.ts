import { type ScoreComponents, scoreShares, type ScoreWeights } from '@aegis/contract';

/** What the score of one guard is made of; all of it is stored with a decision, so that it can be computed again. */
export interface Candidate {
  guardId: string;
  distanceMeters: number;
  /** How many skills the guard has, and how many of them the job asks for (all of those, or they were no candidate). */
  skillCount: number;
  requiredSkillCount: number;
  /** 0..5, of so many ratings; null: not rated yet. */
  averageRating: number | null;
  ratingCount: number;
  /** Offers of the last 90 days that they accepted, of those that reached them and that they answered or let expire. */
  offersAccepted: number;
  offersResolved: number;
  /** Jobs they hold or have done in the seven days before the start of this one. */
  jobsLast7Days: number;
  lastAssignedAt: Date | null;
}

/** What the score of everybody is made of. */
export interface ScoreTerms {
  radiusMeters: number;
  /** Each component's share of the score; together 1. */
  weights: ScoreWeights;
  /** 0..1: how many offers the market's guards take. */
  marketAcceptance: number;
  /** With fewer ratings theirs has no part; with fewer offers the market's average stands for theirs. */
  ratingsNeeded: number;
  offersNeeded: number;
  /** Scores this near are a tie: the guard who has waited longest for a job goes first. */
  tiePoints: number;
}

export type Ranked<C extends Candidate = Candidate> = C & { score: number; components: ScoreComponents };

/** The five components, each 0..1. */
export function components(candidate: Candidate, terms: ScoreTerms): ScoreComponents {
  const { averageRating, ratingCount, offersAccepted, offersResolved } = candidate;
  return {
    proximity: Math.max(0, 1 - candidate.distanceMeters / terms.radiusMeters),
    // The nearer their skills are to what is asked, the higher: who can do more stays free for jobs that need it.
    skills: (candidate.requiredSkillCount + 1) / (Math.max(candidate.skillCount, candidate.requiredSkillCount) + 1),
    rating: averageRating === null || ratingCount < terms.ratingsNeeded ? null : averageRating / 5,
    acceptance: offersResolved < terms.offersNeeded ? terms.marketAcceptance : offersAccepted / offersResolved,
    fairness: 1 / (1 + candidate.jobsLast7Days),
  };
}

/** 0..100, to a hundredth, so that the same inputs give the same bytes. */
export function score(parts: ScoreComponents, weights: ScoreWeights): number {
  const shares = scoreShares(parts, weights);
  const sum =
    shares.proximity * parts.proximity +
    shares.skills * parts.skills +
    shares.rating * (parts.rating ?? 0) +
    shares.acceptance * parts.acceptance +
    shares.fairness * parts.fairness;
  return Math.round(sum * 10_000) / 100;
}

/**
 * Best first. The best of all and everybody within `tiePoints` of them are a group, the best of the rest and everybody within
 * `tiePoints` of those the next, and so on; in a group who was assigned longest ago goes first, then the better score, then the
 * key. So a step is measured from the best of a group, never along a chain of small ones.
 */
export function rank<C extends Candidate>(candidates: readonly C[], terms: ScoreTerms): Ranked<C>[] {
  const scored = candidates
    .map((candidate) => {
      const parts = components(candidate, terms);
      return { ...candidate, components: parts, score: score(parts, terms.weights) };
    })
    .sort((a, b) => b.score - a.score || byKey(a, b));
  return tieGroups(scored, terms.tiePoints).flatMap((group) => group.sort(byLongestWait));
}

function tieGroups<C extends Candidate>(sorted: Ranked<C>[], tiePoints: number): Ranked<C>[][] {
  const groups: Ranked<C>[][] = [];
  for (const candidate of sorted) {
    const group = groups.at(-1);
    const best = group?.[0];
    if (group && best && isWithin(tiePoints, best, candidate)) group.push(candidate);
    else groups.push([candidate]);
  }
  return groups;
}

/** In whole hundredths: 91.3 - 86.3 is a little more than 5. */
const isWithin = (points: number, better: Ranked, other: Ranked): boolean =>
  Math.round((better.score - other.score) * 100) <= points * 100;

const byLongestWait = (a: Ranked, b: Ranked): number =>
  (a.lastAssignedAt?.getTime() ?? 0) - (b.lastAssignedAt?.getTime() ?? 0) || b.score - a.score || byKey(a, b);

/** Not localeCompare: the order of a replay must not depend on the language of the machine. */
const byKey = (a: Candidate, b: Candidate): number => (a.guardId < b.guardId ? -1 : a.guardId > b.guardId ? 1 : 0);
