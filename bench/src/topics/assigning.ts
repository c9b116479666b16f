import { assignTogether } from '@aegis/api/dist/src/features/matching/search/assignment.js';
import type { CandidateRow } from '@aegis/api/dist/src/features/matching/candidates/candidates.repository.js';
import { rank, type Ranked } from '@aegis/api/dist/src/features/matching/candidates/score.js';
import type pg from 'pg';
import type { BoundStatement } from '../servers/statements.js';

const TERMS = {
  radiusMeters: 24_140,
  weights: { proximity: 0.4, skills: 0.25, rating: 0.15, acceptance: 0.1, fairness: 0.1 },
  marketAcceptance: 0.8,
  ratingsNeeded: 5,
  offersNeeded: 5,
  tiePoints: 5,
};

interface Waiting {
  jobId: string;
  candidates: Ranked[];
  places: number;
}

interface Outcome {
  meters: number;
  points: number;
  served: number;
}

/** Jobs that wait together, given one guard each: one after the other, and by minimum cost. A line for each measure. */
export async function compareAssignments(pool: pg.Pool, statements: readonly BoundStatement[]): Promise<string[]> {
  const jobs: Waiting[] = [];
  for (const [index, statement] of statements.entries()) {
    const { rows } = await pool.query<CandidateRow & { eligible: boolean }>(statement);
    const candidates = rank(
      rows.filter((row) => row.eligible),
      TERMS,
    );
    jobs.push({ jobId: String(index).padStart(4, '0'), candidates, places: 1 });
  }
  return [
    lineOf('by score, as dispatch does', jobs, (candidate) => 100 - candidate.score),
    lineOf('by distance alone', jobs, (candidate) => candidate.distanceMeters),
  ];
}

function lineOf(name: string, jobs: readonly Waiting[], cost: (candidate: Ranked) => number): string {
  const begun = performance.now();
  const together = sumOf([...assignTogether(jobs, cost).values()].flatMap(([first]) => first ?? []));
  const tookMs = performance.now() - begun;
  const greedy = sumOf(oneAfterTheOther(jobs, cost));
  const saved = (100 * (greedy.meters - together.meters)) / greedy.meters;
  return (
    `Assignment of ${jobs.length} jobs ${name}: ${kilometres(together.meters)} for ${together.served} jobs, greedy ` +
    `${kilometres(greedy.meters)} for ${greedy.served}: ${saved.toFixed(1)} % of the distance saved, ` +
    `${(together.points - greedy.points).toFixed(1)} points of score more, in ${tookMs.toFixed(0)} ms`
  );
}

function oneAfterTheOther(jobs: readonly Waiting[], cost: (candidate: Ranked) => number): Ranked[] {
  const taken = new Set<string>();
  return jobs.flatMap(({ candidates }) => {
    const free = candidates.filter(({ guardId }) => !taken.has(guardId));
    const best = free.sort((a, b) => cost(a) - cost(b))[0];
    if (best) taken.add(best.guardId);
    return best ?? [];
  });
}

const sumOf = (chosen: readonly Ranked[]): Outcome => ({
  meters: chosen.reduce((sum, { distanceMeters }) => sum + distanceMeters, 0),
  points: chosen.reduce((sum, { score }) => sum + score, 0),
  served: chosen.length,
});

const kilometres = (meters: number): string => `${(meters / 1000).toFixed(1)} km`;
