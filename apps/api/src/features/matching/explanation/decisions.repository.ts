import { Injectable } from '@nestjs/common';
import { matchDecisions, type matchReason } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { jsonb, jsonText, type RowOf, uuid, type ValueOf } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import type { Candidate, ScoreTerms } from '../candidates/score.js';

export type MatchReason = ValueOf<typeof matchReason>;

/** All that a ranking was computed from; instants as text, as they are kept. */
export interface DecisionInputs {
  terms: ScoreTerms;
  candidates: (Omit<Candidate, 'lastAssignedAt'> & { lastAssignedAt: string | null })[];
  /** How many of the best are offered the job. */
  places: number;
  /** So many of the nearest were looked at, where more could have come first; null: all who could were. */
  onlyNearest: number | null;
}

const DECISION = { ...matchDecisions, inputs: jsonb<DecisionInputs>()('inputs') };

/**
 * `batchId`: of decisions that were made together, by one assignment of guards to jobs. `ranking`: as it was written, to the
 * byte.
 */
export type Decision = RowOf<typeof DECISION>;

const INSERT = statement({
  name: 'match_decision_insert',
  takes: [
    ...([matchDecisions.id, matchDecisions.jobId, matchDecisions.batchId, matchDecisions.wave] as const),
    ...([matchDecisions.step, matchDecisions.reason, matchDecisions.radiusMeters, jsonText] as const),
    ...([matchDecisions.ranking, matchDecisions.offered, matchDecisions.decidedAt, matchDecisions.nextAt] as const),
  ],
  text: `
    INSERT INTO match_decisions (id, job_id, batch_id, wave, step, reason, radius_meters, inputs, ranking, offered,
      decided_at, next_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
});

const LAST_WAVE = statement({
  name: 'match_decision_last_wave',
  takes: [matchDecisions.jobId],
  gives: DECISION,
  text: (row) => `
    SELECT ${row} FROM match_decisions WHERE job_id = $1 AND reason <> 'came_on_duty' ORDER BY id DESC LIMIT 1`,
});

const OF_JOB = statement({
  takes: [matchDecisions.jobId],
  gives: DECISION,
  text: (row) => `SELECT ${row} FROM match_decisions WHERE job_id = $1 ORDER BY id`,
});

const OF_BATCH = statement({
  takes: [uuid],
  gives: DECISION,
  text: (row) => `SELECT ${row} FROM match_decisions WHERE batch_id = $1 ORDER BY job_id`,
});

@Injectable()
export class DecisionsRepository {
  constructor(private readonly database: Database) {}

  async insert(decision: Decision): Promise<void> {
    await this.database.run(INSERT, [
      ...([decision.id, decision.jobId, decision.batchId, decision.wave, decision.step, decision.reason] as const),
      ...([decision.radiusMeters, JSON.stringify(decision.inputs), decision.ranking, decision.offered] as const),
      decision.decidedAt,
      decision.nextAt,
    ]);
  }

  /** The last wave of a job; guards who came on duty since do not count. */
  lastWave(jobId: string): Promise<Decision | null> {
    return this.database.row(LAST_WAVE, [jobId]);
  }

  /** All decisions on a job, in order. */
  ofJob(jobId: string): Promise<Decision[]> {
    return this.database.rows(OF_JOB, [jobId]);
  }

  /** The decisions that were made together, in the order they were made in. */
  ofBatch(batchId: string): Promise<Decision[]> {
    return this.database.rows(OF_BATCH, [batchId]);
  }
}
