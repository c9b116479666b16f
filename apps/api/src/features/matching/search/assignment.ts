import { linearSumAssignment } from 'linear-sum-assignment';
import type { Ranked } from '../candidates/score.js';

/** A job that waits, with whom it could get. */
export interface WaitingJob<C extends Ranked = Ranked> {
  jobId: string;
  candidates: readonly C[];
  /** How many guards are asked at once. */
  places: number;
}

/** Dearer than any set of possible pairs: such a pair is taken only where there is no other, and then left out. */
const IMPOSSIBLE = 1_000_000;

/** What a pair costs: the points the guard lacks of a perfect score for this job. */
const missingPoints = (candidate: Ranked): number => 100 - candidate.score;

/**
 * Guards for jobs that wait at the same time, each guard for one job: those for whom the sum of the costs is smallest.
 * One after the other, the first job would take the guard that the second has no other choice than. First every job gets
 * one guard, then every job a second one of those who are left, and so on up to its places.
 *
 * The order of the jobs matters where costs are equal: give them in the order of their keys.
 */
export function assignTogether<C extends Ranked>(
  jobs: readonly WaitingJob<C>[],
  cost: (candidate: C) => number = missingPoints,
): Map<string, C[]> {
  const chosen = new Map<string, C[]>(jobs.map(({ jobId }) => [jobId, []]));
  const taken = new Set<string>();
  const rounds = Math.max(0, ...jobs.map(({ places }) => places));
  for (let round = 1; round <= rounds; round++) {
    const asking = jobs.filter(({ places }) => places >= round);
    for (const [jobId, candidate] of assignOnce(asking, taken, cost)) {
      chosen.get(jobId)?.push(candidate);
      taken.add(candidate.guardId);
    }
  }
  return chosen;
}

/** The same, and for a job that nobody is left for its best: asked for two jobs, a guard may take the one or the other. */
export function chooseTogether<C extends Ranked>(jobs: readonly WaitingJob<C>[]): Map<string, readonly C[]> {
  const assigned = assignTogether(jobs);
  return new Map(
    jobs.map(({ jobId, candidates, places }) => {
      const own = assigned.get(jobId) ?? [];
      return [jobId, own.length > 0 ? own : candidates.slice(0, places)];
    }),
  );
}

function assignOnce<C extends Ranked>(
  jobs: readonly WaitingJob<C>[],
  taken: ReadonlySet<string>,
  cost: (candidate: C) => number,
): [string, C][] {
  const free = jobs.map(({ candidates }) => new Map(candidates.map((candidate) => [candidate.guardId, candidate])));
  const guardIds = [...new Set(free.flatMap((candidates) => [...candidates.keys()]))].filter((id) => !taken.has(id));
  guardIds.sort();
  if (guardIds.length === 0) return [];
  const costs = free.map((candidates) =>
    guardIds.map((guardId) => {
      const candidate = candidates.get(guardId);
      return candidate ? cost(candidate) : IMPOSSIBLE;
    }),
  );
  const { rowAssignments } = linearSumAssignment(costs, { maximaze: false });
  return jobs.flatMap(({ jobId }, row): [string, C][] => {
    const candidate = free[row]?.get(guardIds[rowAssignments[row] ?? -1] ?? '');
    return candidate ? [[jobId, candidate]] : [];
  });
}
