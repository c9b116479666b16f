import { Injectable } from '@nestjs/common';
import { httpErrors } from '../../../platform/http/http.errors.js';
import type { Sentence } from '../../../platform/http/problem.js';
import { GuardStanding, type Objections } from '../../jobs/guard-standing.js';
import type { JobRow } from '../../jobs/jobs.service.js';
import { type Demand, Demands } from './demand.js';
import { type Judgement, EligibilityRepository } from './eligibility.repository.js';
import { type RuleName, sentencesFor, standsAt } from './rules.js';

/** What a guard is told where a job of theirs is at stake: at acceptance, and, asked by jobs, at check-in and before a change. */
@Injectable()
export class Eligibility extends GuardStanding {
  constructor(
    private readonly repository: EligibilityRepository,
    private readonly demands: Demands,
  ) {
    super();
  }

  /** Which rules of the search a guard does not meet; `wave`: in its radius. */
  async inSearch(guardId: string, job: JobRow, wave: Partial<Pick<Demand, 'radiusMeters'>> = {}): Promise<Judgement> {
    const judgement = await this.repository.judge('search', guardId, this.demands.of(job, wave));
    if (!judgement) throw httpErrors.problem('not_found');
    return judgement;
  }

  /** Guards whose live offer of the job has become void. */
  offeredInVain(job: JobRow): Promise<string[]> {
    return this.repository.offeredInVain(this.demands.of(job));
  }

  /** Which rules of a standing offer the guard does not meet, and what to tell them. */
  async againstOffer(guardId: string, job: JobRow): Promise<{ unmet: readonly RuleName[]; sentences: Sentence[] }> {
    const judgement = await this.repository.judge('offer', guardId, this.demands.of(job));
    return { unmet: judgement?.unmet ?? [], sentences: told(judgement) };
  }

  /** Sentences for what speaks against a guard who accepts an offer; none: they may. */
  override async objectionsAtAcceptance(guardId: string, job: JobRow): Promise<Sentence[]> {
    return told(await this.repository.judge('acceptance', guardId, this.demands.of(job)));
  }

  override async objectionsAtCheckIn(guardId: string, job: JobRow): Promise<Sentence[]> {
    return told(await this.repository.judge('check_in', guardId, this.demands.atTheGate(job)));
  }

  /** Their other jobs and their rest are asked of only where times or place change: what they have agreed to stands. */
  override async objectionsToTerms(guardId: string, before: JobRow, after: JobRow): Promise<Objections> {
    const door = isElsewhere(before, after) ? 'change' : 'check_in';
    const judgement = await this.repository.judge(door, guardId, this.demands.atTheGate(after));
    const unmet = judgement?.unmet ?? [];
    const isBusy = unmet.some((name) => !standsAt('check_in', name));
    return { overlaps: unmet.includes('free'), isBusy, sentences: told(judgement) };
  }
}

const isElsewhere = (before: JobRow, after: JobRow): boolean =>
  before.startTime.getTime() !== after.startTime.getTime() ||
  before.endTime.getTime() !== after.endTime.getTime() ||
  before.location.lat !== after.location.lat ||
  before.location.lng !== after.location.lng;

/** A guard without a profile has no licence either. */
const told = (judgement: Judgement | null): Sentence[] =>
  judgement ? sentencesFor(judgement.unmet, judgement.facts) : [(words) => words('eligibility.license_verified')];
