import type { Candidate, Ranked, ScoreTerms } from './score.js';

/** Scores are rounded to a hundredth, and the database adds up in another order: a bound this little below is none. */
const ROUNDING_POINTS = 0.01;
/** Guards come in the order of the sphere, distances are those of the spheroid: up to here nobody can have been left out. */
const SURELY_KNOWN = 0.988;

/** What somebody beyond those who are known must have, to come first. */
export interface Contest {
  /** Points that the score of anybody among the first has at least. */
  floor: number;
  /** Metres beyond which proximity alone keeps everybody below it. */
  reachMeters: number;
  terms: ScoreTerms;
}

/**
 * Whether somebody who is not among `nearest`, the guards nearest to the site, can be one of the first `places`: null when not.
 * `ranked`: the same guards with their scores, at least as many as `places`.
 */
export function contestFor(places: number, ranked: readonly Ranked[], terms: ScoreTerms): Contest | null {
  const floor = floorFor(places, ranked, terms);
  if (floor === null) throw new RangeError(`${ranked.length} guards are too few to tell the best ${places}`);
  const reachMeters = reachOf(floor, terms);
  return reachMeters <= SURELY_KNOWN * furthest(ranked) ? null : { floor, reachMeters, terms };
}

/**
 * The score below which nobody, whoever else there is, gets among the first `places`; null while fewer are known.
 *
 * Of those known the score in place `places` can only rise with everybody who is added, and the group of ties that covers the
 * place begins at that score or above. So all of that group, and of the groups before it, have at least the score in that place
 * less the width of a tie. It would be wrong to count from the best of the present group: somebody new can shift the groups.
 */
function floorFor(places: number, known: readonly Ranked[], { tiePoints }: ScoreTerms): number | null {
  const last = known.map(({ score }) => score).sort((a, b) => b - a)[places - 1];
  return last === undefined ? null : last - tiePoints - ROUNDING_POINTS;
}

/** Metres; at most the radius. */
function reachOf(floor: number, { radiusMeters, weights: { proximity } }: ScoreTerms): number {
  const missing = (100 - floor) / 100 / proximity;
  return Math.min(1, missing) * radiusMeters;
}

const furthest = (candidates: readonly Candidate[]): number =>
  candidates.reduce((most, { distanceMeters }) => Math.max(most, distanceMeters), 0);
