import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { Candidate, ScoreTerms } from '../candidates/score.js';

export type MatchReason = 'wave' | 'batch' | 'came_on_duty';

/** All that a ranking was computed from; instants as text, as they are kept. */
export interface DecisionInputs {
  terms: ScoreTerms;
  candidates: (Omit<Candidate, 'lastAssignedAt'> & { lastAssignedAt: string | null })[];
  /** How many of the best are offered the job. */
  places: number;
}

export interface Decision {
  id: string;
  jobId: string;
  /** Decisions that were made together, by one assignment of guards to jobs; null for one made alone. */
  batchId: string | null;
  wave: number;
  step: number;
  reason: MatchReason;
  radiusMeters: number;
  inputs: DecisionInputs;
  /** The ranking as it was written, to the byte. */
  ranking: string;
  offered: number;
  decidedAt: Date;
  nextAt: Date;
}

const SELECT_DECISION = `
  SELECT id, job_id AS "jobId", batch_id AS "batchId", wave, step, reason, radius_meters AS "radiusMeters", inputs,
    ranking, offered, decided_at AS "decidedAt", next_at AS "nextAt"
  FROM match_decisions`;

@Injectable()
export class DecisionsRepository {
  constructor(private readonly database: Database) {}

  async insert(decision: Decision): Promise<void> {
    await this.database.run(
      {
        name: 'match_decision_insert',
        text: `INSERT INTO match_decisions (id, job_id, batch_id, wave, step, reason, radius_meters, inputs, ranking,
                 offered, decided_at, next_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      },
      [
        decision.id,
        decision.jobId,
        decision.batchId,
        decision.wave,
        decision.step,
        decision.reason,
        decision.radiusMeters,
        JSON.stringify(decision.inputs),
        decision.ranking,
        decision.offered,
        decision.decidedAt,
        decision.nextAt,
      ],
    );
  }

  /** The last wave of a job; guards who came on duty since do not count. */
  async lastWave(jobId: string): Promise<Decision | null> {
    const statement = {
      name: 'match_decision_last_wave',
      text: `${SELECT_DECISION} WHERE job_id = $1 AND reason <> 'came_on_duty' ORDER BY id DESC LIMIT 1`,
    };
    return (await this.database.query<Decision>(statement, [jobId]))[0] ?? null;
  }

  /** All decisions on a job, in order. */
  ofJob(jobId: string): Promise<Decision[]> {
    return this.database.query<Decision>(`${SELECT_DECISION} WHERE job_id = $1 ORDER BY id`, [jobId]);
  }

  /** The decisions that were made together, in the order they were made in. */
  ofBatch(batchId: string): Promise<Decision[]> {
    return this.database.query<Decision>(`${SELECT_DECISION} WHERE batch_id = $1 ORDER BY job_id`, [batchId]);
  }
}
