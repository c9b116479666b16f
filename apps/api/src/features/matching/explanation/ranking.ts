import type { ScoreComponents } from '@aegis/contract';
import type { DecisionInputs } from './decisions.repository.js';
import { type Candidate, rank, type Ranked } from '../candidates/score.js';

/** One line of a ranking as it is kept: whom, and why there. */
export interface RankingLine {
  guardId: string;
  score: number;
  components: ScoreComponents;
}

/** What must be kept of candidates to rank them again: nothing that names or places a person. */
export function inputsOf(
  candidates: readonly Candidate[],
  { terms, places, onlyNearest }: Omit<DecisionInputs, 'candidates'>,
): DecisionInputs {
  return {
    terms,
    places,
    onlyNearest,
    candidates: candidates.map((candidate) => ({
      guardId: candidate.guardId,
      distanceMeters: candidate.distanceMeters,
      skillCount: candidate.skillCount,
      requiredSkillCount: candidate.requiredSkillCount,
      averageRating: candidate.averageRating,
      ratingCount: candidate.ratingCount,
      offersAccepted: candidate.offersAccepted,
      offersResolved: candidate.offersResolved,
      jobsLast7Days: candidate.jobsLast7Days,
      lastAssignedAt: candidate.lastAssignedAt?.toISOString() ?? null,
    })),
  };
}

/** The ranking of kept inputs. */
export const rankAgain = ({ candidates, terms }: DecisionInputs): Ranked[] =>
  rank(
    candidates.map((candidate) => ({
      ...candidate,
      lastAssignedAt: candidate.lastAssignedAt === null ? null : new Date(candidate.lastAssignedAt),
    })),
    terms,
  );

/** The bytes in which a ranking is kept and compared. */
export const rankingText = (ranked: readonly Ranked[]): string =>
  JSON.stringify(
    ranked.map(({ guardId, score, components: { proximity, skills, rating, acceptance, fairness } }): RankingLine => ({
      guardId,
      score,
      components: { proximity, skills, rating, acceptance, fairness },
    })),
  );
