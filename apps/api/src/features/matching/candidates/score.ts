import type { ScoreComponents } from '@aegis/contract';

/** What the score of one guard is made of; all of it is stored with a decision, so that it can be computed again. */
export interface Candidate {
  guardId: string;
  distanceMeters: number;
  /** How many skills the guard has, and how many of them the job asks for (all of those, or they were no candidate). */
  skillCount: number;
  requiredSkillCount: number;
  /** 0..5; null: not rated yet. */
  averageRating: number | null;
  /** Offers of the last 90 days that they accepted, of those they answered or let expire. */
  offersAccepted: number;
  offersResolved: number;
  jobsLast7Days: number;
  lastAssignedAt: Date | null;
}

/** What the score of everybody is made of. */
export interface ScoreTerms {
  radiusMeters: number;
  /** Each component's share of the score; together 1. */
  weights: ScoreComponents;
  /** 0..1: how many offers the market's guards take. */
  marketAcceptance: number;
}

export type Ranked<C extends Candidate = Candidate> = C & { score: number; components: ScoreComponents };

/** A new guard is not starved: they count as a good one until there is something to say. */
const RATING_WHEN_UNRATED = 4.5;
/** Scores this near are a tie: the guard who has waited longest for a job goes first. */
const TIE_POINTS = 5;

const COMPONENTS = ['proximity', 'skills', 'rating', 'acceptance', 'fairness'] as const;

/** The five components, each 0..1. */
export function components(candidate: Candidate, terms: ScoreTerms): ScoreComponents {
  const { offersAccepted, offersResolved } = candidate;
  return {
    proximity: Math.max(0, 1 - candidate.distanceMeters / terms.radiusMeters),
    // The nearer their skills are to what is asked, the higher: who can do more stays free for jobs that need it.
    skills: (candidate.requiredSkillCount + 1) / (Math.max(candidate.skillCount, candidate.requiredSkillCount) + 1),
    rating: (candidate.averageRating ?? RATING_WHEN_UNRATED) / 5,
    acceptance: offersResolved === 0 ? terms.marketAcceptance : offersAccepted / offersResolved,
    fairness: 1 / (1 + candidate.jobsLast7Days),
  };
}

/** 0..100, to a hundredth, so that the same inputs give the same bytes. */
export function score(parts: ScoreComponents, weights: ScoreComponents): number {
  const sum = COMPONENTS.reduce((total, name) => total + weights[name] * parts[name], 0);
  return Math.round(sum * 10_000) / 100;
}

/** Best first; ties (within 5 points of the best of their group) by the longest wait, then by key. */
export function rank<C extends Candidate>(candidates: readonly C[], terms: ScoreTerms): Ranked<C>[] {
  const scored = candidates
    .map((candidate) => {
      const parts = components(candidate, terms);
      return { ...candidate, components: parts, score: score(parts, terms.weights) };
    })
    .sort((a, b) => b.score - a.score || byKey(a, b));
  return tieGroups(scored).flatMap((group) => group.sort(byLongestWait));
}

function tieGroups<C extends Candidate>(sorted: Ranked<C>[]): Ranked<C>[][] {
  const groups: Ranked<C>[][] = [];
  for (const candidate of sorted) {
    const group = groups.at(-1);
    const best = group?.[0];
    if (group && best && best.score - candidate.score <= TIE_POINTS) group.push(candidate);
    else groups.push([candidate]);
  }
  return groups;
}

const byLongestWait = (a: Ranked, b: Ranked): number =>
  (a.lastAssignedAt?.getTime() ?? 0) - (b.lastAssignedAt?.getTime() ?? 0) || b.score - a.score || byKey(a, b);

/** Not localeCompare: the order of a replay must not depend on the language of the machine. */
const byKey = (a: Candidate, b: Candidate): number => (a.guardId < b.guardId ? -1 : a.guardId > b.guardId ? 1 : 0);
