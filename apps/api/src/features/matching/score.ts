import type { ScoreComponents } from '@aegis/contract';

/** What the score is made of; everything in it is stored with a decision, so that it can be computed again. */
export interface Candidate {
  guardId: string;
  distanceMeters: number;
  /** How many skills the guard has, and how many of them the job asks for (all of those, or he were no candidate). */
  skillCount: number;
  requiredSkillCount: number;
  /** 0..5; null: not rated yet. */
  averageRating: number | null;
  /** Offers of the last 90 days that he accepted, of those he answered or let expire. */
  offersAccepted: number;
  offersResolved: number;
  jobsLast7Days: number;
  lastAssignedAt: Date | null;
}

export type Ranked<C extends Candidate = Candidate> = C & { score: number; components: ScoreComponents };

export const WEIGHTS: Readonly<ScoreComponents> = {
  proximity: 0.4,
  skills: 0.25,
  rating: 0.15,
  acceptance: 0.1,
  fairness: 0.1,
};

/** A new guard is not starved: he counts as a good one until there is something to say. */
const RATING_WHEN_UNRATED = 4.5;
const ACCEPTANCE_WHEN_UNKNOWN = 0.8;
/** Scores this near are a tie: the guard who has waited longest for a job goes first. */
const TIE_POINTS = 5;

/** The five components, each 0..1. */
export function components(candidate: Candidate, radiusMeters: number): ScoreComponents {
  const { offersAccepted, offersResolved } = candidate;
  return {
    proximity: Math.max(0, 1 - candidate.distanceMeters / radiusMeters),
    // The nearer his skills are to what is asked, the higher: who can do more stays free for jobs that need it.
    skills: (candidate.requiredSkillCount + 1) / (Math.max(candidate.skillCount, candidate.requiredSkillCount) + 1),
    rating: (candidate.averageRating ?? RATING_WHEN_UNRATED) / 5,
    acceptance: offersResolved === 0 ? ACCEPTANCE_WHEN_UNKNOWN : offersAccepted / offersResolved,
    fairness: 1 / (1 + candidate.jobsLast7Days),
  };
}

/** 0..100, to a hundredth, so that the same inputs give the same bytes. */
export function score(parts: ScoreComponents): number {
  const names = Object.keys(WEIGHTS) as (keyof ScoreComponents)[];
  const sum = names.reduce((total, name) => total + WEIGHTS[name] * parts[name], 0);
  return Math.round(sum * 10_000) / 100;
}

/** Best first; ties (within 5 points of the best of their group) by the longest wait, then by key. */
export function rank<C extends Candidate>(candidates: readonly C[], radiusMeters: number): Ranked<C>[] {
  const scored = candidates
    .map((candidate) => {
      const parts = components(candidate, radiusMeters);
      return { ...candidate, components: parts, score: score(parts) };
    })
    .sort((a, b) => b.score - a.score || a.guardId.localeCompare(b.guardId));
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
  (a.lastAssignedAt?.getTime() ?? 0) - (b.lastAssignedAt?.getTime() ?? 0) ||
  b.score - a.score ||
  a.guardId.localeCompare(b.guardId);
