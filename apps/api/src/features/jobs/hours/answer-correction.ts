import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../platform/http/http-request.js';
import { found } from '../../../platform/http/found.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { type Actor, actorOf, SYSTEM } from '../../../platform/timeline/timeline.js';
import type { JobRow } from '../job-rows.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsService } from '../jobs.service.js';
import { CORRECTION_UNANSWERED } from './ask-correction.js';
import { CorrectedHours } from './corrected-hours.js';
import { type CorrectionRow, CorrectionsRepository } from './corrections.repository.js';

/** What becomes of a correction: the other party agrees or does not, the asker takes it back, an administrator decides. */
@Injectable()
export class AnswerCorrection implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly corrections: CorrectionsRepository,
    private readonly corrected: CorrectedHours,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.deadlines.subscribe(CORRECTION_UNANSWERED, (correctionId) => this.unanswered(correctionId));
  }

  /** One of the two parties is the customer, so their consent is in it. @throws 409 `correction_gone`; 404 for everybody else */
  agree(caller: Caller, id: string): Promise<CorrectionRow> {
    return this.byOther(caller, id, async (job, correction) => {
      await this.answer(correction, 'agreed', null);
      const { toMinutes: minutes, toCents: cents } = correction;
      const actor = actorOf(caller);
      await this.corrected.apply(job, correction, { minutes, cents, told: { type: 'hours.agreed' }, actor });
    });
  }

  /** @throws 409 `correction_gone`; 404 for everybody but the other party */
  decline(caller: Caller, id: string, reason: string | undefined): Promise<CorrectionRow> {
    return this.byOther(caller, id, async ({ id: jobId }, correction) => {
      await this.answer(correction, 'to_decide', reason ?? null);
      await this.tell(jobId, 'hours.declined', actorOf(caller), { correctionId: id, ...(reason && { reason }) });
    });
  }

  /** @throws 409 `correction_gone`; 404 for everybody but who has asked */
  withdraw(caller: Caller, id: string): Promise<CorrectionRow> {
    return this.inTurn(caller, id, async ({ id: jobId }, correction) => {
      if (correction.askedBy !== caller.userId) throw httpErrors.problem('not_found');
      const { status } = correction;
      if (status !== 'asked' && status !== 'to_decide') throw jobErrors.problem('correction_gone');
      const { answeredAt: at, answerReason: reason } = correction;
      if (!(await this.corrections.answer(correction, 'withdrawn', { at, reason })))
        throw jobErrors.problem('correction_gone');
      await this.tell(jobId, 'hours.withdrawn', actorOf(caller), { correctionId: id });
    });
  }

  /**
   * On the evidence, and final. The customer has not agreed: what they booked is the most that is charged.
   * @throws 409 `correction_gone`; 422 `more_than_was_possible`
   */
  decide(caller: Caller, id: string, given: { workedMinutes: number; reason: string }): Promise<CorrectionRow> {
    return this.inTurn(caller, id, async (job, correction) => {
      const { workedMinutes: minutes, reason } = given;
      const mostMinutes = this.corrected.mostMinutes(job);
      if (minutes > mostMinutes) throw jobErrors.problem('more_than_was_possible', { facts: { mostMinutes } });
      const withConsent = correction.askedByRole === 'customer' && minutes <= correction.toMinutes;
      const cents = this.corrected.priceOf(job, minutes, { withConsent });
      const decision = { by: caller.userId, at: this.platform.clock.now(), minutes, cents, reason };
      if (!(await this.corrections.decide(id, decision))) throw jobErrors.problem('correction_gone');
      const told = { type: 'hours.decided' as const, details: { reason } };
      await this.corrected.apply(job, correction, { minutes, cents, told, actor: actorOf(caller) });
    });
  }

  /** Nobody has answered in time. */
  async unanswered(id: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const asked = await this.corrections.byId(id);
      if (!asked) return;
      await this.jobs.lock(asked.jobId);
      const correction = await this.corrections.byId(id);
      if (correction?.status !== 'asked' || correction.answerBy > this.platform.clock.now()) return;
      if (await this.corrections.answer(correction, 'to_decide', { at: null, reason: null }))
        await this.tell(asked.jobId, 'hours.unanswered', SYSTEM, { correctionId: id });
    });
  }

  private async answer(correction: CorrectionRow, to: 'agreed' | 'to_decide', reason: string | null): Promise<void> {
    const at = this.platform.clock.now();
    if (correction.status !== 'asked' || !(await this.corrections.answer(correction, to, { at, reason })))
      throw jobErrors.problem('correction_gone');
  }

  private byOther(
    caller: Caller,
    id: string,
    work: (job: JobRow, correction: CorrectionRow) => Promise<void>,
  ): Promise<CorrectionRow> {
    return this.inTurn(caller, id, async (job, correction) => {
      if (correction.askedBy === caller.userId) throw jobErrors.problem('own_correction');
      await work(job, correction);
    });
  }

  /** For a party of the job or an administrator, while its row is held. */
  private async inTurn(
    caller: Caller,
    id: string,
    work: (job: JobRow, correction: CorrectionRow) => Promise<void>,
  ): Promise<CorrectionRow> {
    return this.platform.database.transaction(async () => {
      const { jobId } = found(await this.corrections.byId(id));
      await this.jobs.getFor(caller, jobId);
      const job = await this.jobs.lock(jobId);
      await work(job, found(await this.corrections.byId(id)));
      return found(await this.corrections.byId(id));
    });
  }

  private async tell<Kind extends 'hours.declined' | 'hours.withdrawn' | 'hours.unanswered'>(
    jobId: string,
    type: Kind,
    actor: Actor,
    details: { correctionId: string; reason?: string },
  ): Promise<void> {
    await this.platform.timeline.record({ subject: { jobId }, type, actor, details });
  }
}
