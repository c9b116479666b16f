import { Injectable } from '@nestjs/common';
import type { api, Input } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { CheckIn } from '../../jobs/site/check-in.js';
import { NoShow } from '../../jobs/site/no-show.js';
import { AskCardAgain } from '../../payments/charges/ask-card-again.js';
import { OnBehalf } from './on-behalf.js';

type LateAnswer = Input<typeof api.desk.answerLate>['body'];

/** What an administrator answers in place of a customer who cannot: at the door, about a late guard, about their card. */
@Injectable()
export class CustomersAnswers {
  constructor(
    private readonly jobs: JobsService,
    private readonly checkIn: CheckIn,
    private readonly noShow: NoShow,
    private readonly cards: AskCardAgain,
    private readonly onBehalf: OnBehalf,
  ) {}

  async confirmArrival(caller: Caller, jobId: string, reason: string): Promise<JobRow> {
    return this.onBehalf.during(async () => {
      const job = await this.checkIn.confirm(caller, jobId);
      await this.onBehalf.tell(caller, jobId, 'arrival_confirmed', reason);
      await this.onBehalf.audit(caller, 'job.arrival_confirmed', jobId, { guardId: job.guardId ?? '' });
      return job;
    });
  }

  async answerLate(caller: Caller, jobId: string, { decision, reason }: LateAnswer): Promise<JobRow> {
    return this.onBehalf.during(async () => {
      const { guardId } = await this.jobs.get(jobId);
      const job = await this.noShow.answer(caller, jobId, decision);
      await this.onBehalf.tell(caller, jobId, decision === 'wait' ? 'guard_waited_for' : 'guard_replaced', reason);
      await this.onBehalf.audit(caller, 'job.late_guard_answered', jobId, { guardId: guardId ?? '', decision });
      return job;
    });
  }

  async askCardAgain(caller: Caller, jobId: string, reason: string): Promise<void> {
    await this.onBehalf.during(async () => {
      await this.cards.ask(jobId);
      await this.onBehalf.tell(caller, jobId, 'card_asked_again', reason);
      await this.onBehalf.audit(caller, 'job.card_asked_again', jobId, {});
    });
  }
}
