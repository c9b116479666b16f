import type { FollowedJobInState } from '../../jobs/jobs.service.js';
import type { Sighting } from '../fix-grading.js';
import type { NewFix, Track } from '../tracking.repository.js';

/** What to look up before fixes of `earliest` to `latest` are judged. */
export interface Surroundings extends Track {
  from: Date;
  earliest: Date;
  latest: Date;
}

/** A job as it was read. */
export type ReadJob = Pick<FollowedJobInState, 'id' | 'rowState'>;

/** A job under way, and since when its guard must have been heard of. */
export interface Watched extends Track {
  since: Date;
}

/** Somebody has changed them since they were read: what was judged by them is judged anew. */
export class JobsChanged extends Error {
  constructor(readonly ids: readonly string[]) {
    super(`${ids.length} jobs have changed since they were read`);
  }
}

/**
 * What is asked and stored of many guards at once: all of them in a statement where the history is whole, guard by guard where it is
 * distributed over several servers (docs/citus.md). What is about one guard is the same in both (tracking.repository.ts).
 */
export abstract class FixHistory {
  /** Whether it lies on the server of everything else, and on the replicas of that. */
  abstract readonly isHere: boolean;

  /** Whether storing finds out that a job is not any more what fixes were judged by. */
  abstract readonly provesJobs: boolean;

  /** For each of `wanted` its stored fixes and the last one before, in order of recording. */
  abstract around(wanted: readonly Surroundings[]): Promise<Sighting[][]>;

  /**
   * Names of those that were new, or null when all were: the ordinary case, which must not cost a row an answer.
   * @param fixes each name once, ordered by guard and moment: two processes that store the same rows then wait for each
   *   other in one order, and never in a circle.
   * @param jobs that they were judged by. @throws JobsChanged, with nothing stored, when one is another by now; only where
   *   `provesJobs`
   */
  abstract insert(fixes: readonly NewFix[], jobs: readonly ReadJob[]): Promise<Set<string> | null>;

  /**
   * The time of each one's newest fix, by job; those without any are left out.
   * @param recent of who was heard since then nobody needs to know when, so that it may be any fix since then
   */
  abstract lastFixes(watched: readonly Watched[], recent: Date): Promise<Map<string, Date>>;
}
