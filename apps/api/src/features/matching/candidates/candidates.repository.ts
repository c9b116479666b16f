import { Injectable } from '@nestjs/common';
import type { ClearanceLevel } from '@aegis/contract';
import { Database } from '../../../platform/database/database.js';
import { type Demand, originOf } from '../eligibility/demand.js';
import { valuesFor } from '../eligibility/question.js';
import { CANDIDATES, WALK_LIMIT, type Way } from './candidates.statements.js';
import type { Candidate } from './score.js';

export interface CandidateRow extends Candidate {
  name: string;
  clearanceLevel: ClearanceLevel;
  skills: string[];
  certifications: string[];
  licenseState: string | null;
  averageRating: number | null;
  totalJobsCompleted: number;
  hourlyRateCents: number;
}

type JudgedRow = CandidateRow & { eligible: boolean; walked: number };

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

  private ask(way: Way, demand: Demand, limit: number, guardId: string | null = null): Promise<JudgedRow[]> {
    const asking = CANDIDATES[originOf(demand)][way];
    return this.database.query<JudgedRow>(asking, valuesFor(asking, { ...demand, limit, guardId }));
  }
}
