import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { RowFrom } from '../../../platform/database/statement.js';
import type { Demand } from '../eligibility/demand.js';
import { valuesFor } from '../eligibility/question.js';
import { originOf } from '../eligibility/rules.js';
import { type CandidateQuestion, CANDIDATES, WALK_LIMIT, type Way } from './candidates.statements.js';
import type { Candidate } from './score.js';

export type CandidateRow = Candidate & RowFrom<CandidateQuestion>;

@Injectable()
export class CandidatesRepository {
  constructor(private readonly database: Database) {}

  /**
   * At most `limit` eligible guards within the radius, nearest first, with what their score is made of. Where the walk is
   * given up before it has found enough of them, everybody in the radius is judged.
   */
  async nearest(demand: Demand, limit: number): Promise<CandidateRow[]> {
    const walked = await this.ask('walk', demand, limit);
    const found = walked.filter((row) => row.eligible);
    const wasGivenUp = found.length < limit && walked.some((row) => row.walked === WALK_LIMIT);
    return wasGivenUp ? this.ask('gather', demand, limit) : found;
  }

  /** One guard, if they are eligible. */
  only(guardId: string, demand: Demand): Promise<CandidateRow[]> {
    return this.ask('single', demand, 1, guardId);
  }

  private ask(way: Way, demand: Demand, limit: number, guardId: string | null = null): Promise<CandidateRow[]> {
    const asking = CANDIDATES[originOf(demand)][way];
    return this.database.rows(asking, valuesFor(asking, { ...demand, limit, guardId }));
  }
}
