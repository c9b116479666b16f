import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { RowFrom } from '../../../platform/database/statement.js';
import type { Demand } from '../eligibility/demand.js';
import { type Asked, valuesFor } from '../eligibility/question.js';
import { originOf } from '../eligibility/rules.js';
import { type CandidateQuestion, CANDIDATES, WALK_LIMIT, type Way } from './candidates.statements.js';
import type { Candidate } from './score.js';
import type { Contest } from './threshold.js';

export type CandidateRow = Candidate & RowFrom<CandidateQuestion>;

@Injectable()
export class CandidatesRepository {
  constructor(private readonly database: Database) {}

  /**
   * At most `limit` eligible guards within the radius, nearest first, with what their score is made of. Where the walk is
   * given up before it has found enough of them, everybody in the radius is judged.
   */
  async nearest(demand: Demand, limit: number): Promise<CandidateRow[]> {
    const walked = await this.ask('walk', demand, { limit });
    const found = walked.filter((row) => row.eligible);
    const wasGivenUp = found.length < limit && walked.some((row) => row.walked === WALK_LIMIT);
    return wasGivenUp ? this.ask('gather', demand, { limit }) : found;
  }

  /**
   * Eligible guards who can still come first, of the `limit` nearest; `isCut`: there may be more behind them. Some who are nearer
   * and can not are left out.
   */
  async contenders(demand: Demand, contest: Contest, limit: number): Promise<{ rows: CandidateRow[]; isCut: boolean }> {
    const within = { ...demand, radiusMeters: contest.reachMeters };
    const rows = await this.ask('contenders', within, { limit, contest });
    return { rows: rows.filter((row) => row.eligible), isCut: rows.some((row) => row.walked === limit) };
  }

  /** One guard, if they are eligible. */
  only(guardId: string, demand: Demand): Promise<CandidateRow[]> {
    return this.ask('single', demand, { limit: 1, guardId });
  }

  private ask(
    way: Way,
    demand: Demand,
    asked: Pick<Asked, 'limit'> & Partial<Pick<Asked, 'guardId' | 'contest'>>,
  ): Promise<CandidateRow[]> {
    const asking = CANDIDATES[originOf(demand)][way];
    return this.database.rows(asking, valuesFor(asking, { guardId: null, contest: null, ...demand, ...asked }));
  }
}
