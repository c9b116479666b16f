import { chooseTogether } from '../search/assignment.js';
import type { Decision } from './decisions.repository.js';
import { rankAgain, rankingText } from './ranking.js';
import type { Ranked } from '../candidates/score.js';

export interface Replayed {
  decision: Decision;
  /** Computed again from the kept inputs. */
  ranking: string;
  /** Whether it is the kept ranking, byte for byte. */
  isSame: boolean;
  /** Made by earlier rules of the score, from other inputs: there is nothing to compare. */
  isOfEarlierRules: boolean;
  /** Who is offered the job by this ranking, in order. */
  chosen: string[];
}

/** Computes a decision again. `batch`: all decisions that were made with it, in the order of their jobs. */
export function replay(decision: Decision, batch: readonly Decision[]): Replayed {
  const ranked = rankAgain(decision.inputs);
  const ranking = rankingText(ranked);
  const chosen = decision.reason === 'batch' ? chosenInBatch(decision, batch) : ranked.slice(0, decision.inputs.places);
  return {
    decision,
    ranking,
    isSame: ranking === decision.ranking && chosen.length === decision.offered,
    isOfEarlierRules: decision.inputs.terms.ratingsNeeded === undefined,
    chosen: chosen.map((candidate) => candidate.guardId),
  };
}

function chosenInBatch(decision: Decision, batch: readonly Decision[]): readonly Ranked[] {
  const jobs = batch.map(({ jobId, inputs }) => ({
    jobId,
    candidates: rankAgain(inputs),
    places: inputs.places,
  }));
  return chooseTogether(jobs).get(decision.jobId) ?? [];
}
