import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import type { AuditRow } from '../../../platform/audit/audit-log.js';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { jobAnswer } from '../../jobs/job-answer.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { CandidatesService } from '../../matching/candidates/candidates.service.js';
import { MatchExplanation } from '../../matching/explanation/match-explanation.js';
import { PaymentsService } from '../../payments/payments.service.js';

type OnDesk = Answer<typeof api.desk.job>;

/** The latest acts and reads; all of them are in the audit log. */
const AUDIT_ENTRIES_SHOWN = 50;
const JOBS_SHOWN = 20;

/** Everything that an operator needs of a job, or of a person, in one answer. */
@Injectable()
export class JobOnDesk {
  constructor(
    private readonly jobs: JobsService,
    private readonly users: UsersService,
    private readonly payments: PaymentsService,
    private readonly candidates: CandidatesService,
    private readonly explanation: MatchExplanation,
    private readonly platform: Platform,
  ) {}

  /** @throws 404 */
  async read(caller: Caller, jobId: string): Promise<OnDesk> {
    const job = await this.jobs.getFor(caller, jobId);
    const audit = await this.platform.audit.about(jobId, AUDIT_ENTRIES_SHOWN);
    const [people, money, timeline, { waves }, candidates] = await Promise.all([
      this.people(job, audit),
      this.payments.ofJob(caller, jobId),
      this.platform.timeline.ofJob(jobId),
      this.explanation.explain(caller, jobId),
      job.status === 'requested' ? this.candidates.listFor(caller, jobId) : null,
    ]);
    const { items: payments, sum } = money;
    return {
      job: jobAnswer(job),
      ...people,
      payments,
      sum,
      timeline,
      waves,
      candidates: candidates?.items ?? [],
    };
  }

  /** @throws 404 when there is no person of this id who is not erased. */
  async person(id: string): Promise<Answer<typeof api.desk.person>> {
    const user = await this.users.getThere(id);
    return { user, jobs: (await this.jobs.newestOf(user, JOBS_SHOWN)).map(jobAnswer) };
  }

  private async people(
    { customerId, guardId }: JobRow,
    entries: readonly AuditRow[],
  ): Promise<Pick<OnDesk, 'customer' | 'guard' | 'audit'>> {
    const actors = entries.map(({ actorId }) => actorId);
    const known = await this.users.known([customerId, guardId, ...actors].filter((id) => id !== null));
    const customer = known.get(customerId);
    if (!customer) throw httpErrors.problem('not_found');
    const personOf = (id: string | null) => (id === null ? null : (known.get(id) ?? null));
    const audit = entries.map((entry) => ({ ...entry, actorName: personOf(entry.actorId)?.name ?? null }));
    return { customer, guard: personOf(guardId), audit };
  }
}
