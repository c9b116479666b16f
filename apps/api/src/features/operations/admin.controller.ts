import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { pageOf, readCursor } from '../../platform/http/paging.js';
import { ReadsElsewhere } from '../../platform/http/reads-elsewhere.js';
import { actorOf } from '../../platform/timeline/timeline.js';
import { UsersService } from '../identity/users/users.service.js';
import { GuardProfilesService } from '../guard-profiles/guard-profiles.service.js';
import { jobAnswer, jobPageAnswer } from '../jobs/job-answer.js';
import { JobsService } from '../jobs/jobs.service.js';
import { EndShift } from '../jobs/site/end-shift.js';
import { IndexReport } from './database/index-report.js';
import { Overview } from './overview.js';
import { VerifyGuard } from './verify-guard.js';

@Controller()
export class AdminController {
  constructor(
    private readonly overview: Overview,
    private readonly jobs: JobsService,
    private readonly users: UsersService,
    private readonly guards: GuardProfilesService,
    private readonly verifyGuard: VerifyGuard,
    private readonly endShift: EndShift,
    private readonly indexReport: IndexReport,
  ) {}

  @ReadsElsewhere()
  @Handles(api.admin.overview)
  showOverview(
    @Received() { query }: RequestTo<typeof api.admin.overview>,
  ): Promise<Answer<typeof api.admin.overview>> {
    return this.overview.read(query);
  }

  @ReadsElsewhere()
  @Handles(api.admin.jobs)
  async listJobs(
    @Received() { caller, query }: RequestTo<typeof api.admin.jobs>,
  ): Promise<Answer<typeof api.admin.jobs>> {
    return jobPageAnswer(await this.jobs.listFor(caller, query));
  }

  @ReadsElsewhere()
  @Handles(api.admin.users)
  async listUsers(@Received() { query }: RequestTo<typeof api.admin.users>): Promise<Answer<typeof api.admin.users>> {
    const rows = await this.users.list(query, readCursor(query.cursor), query.limit + 1);
    return pageOf(rows, query.limit, (user) => ({ at: user.createdAt, id: user.id }));
  }

  @ReadsElsewhere()
  @Handles(api.admin.pendingGuards)
  pendingGuards(
    @Received() { query }: RequestTo<typeof api.admin.pendingGuards>,
  ): Promise<Answer<typeof api.admin.pendingGuards>> {
    return this.guards.waiting(query);
  }

  @Handles(api.admin.verifyGuard)
  verify(
    @Received() { caller, params, body }: RequestTo<typeof api.admin.verifyGuard>,
  ): Promise<Answer<typeof api.admin.verifyGuard>> {
    return this.verifyGuard.verify(params.userId, actorOf(caller), body);
  }

  @Handles(api.admin.refuseGuard)
  refuse(
    @Received() { caller, params, body }: RequestTo<typeof api.admin.refuseGuard>,
  ): Promise<Answer<typeof api.admin.refuseGuard>> {
    return this.guards.refuse(params.userId, body.papersVersion, actorOf(caller), body.reason);
  }

  @Handles(api.admin.endJob)
  async endJob(
    @Received() { caller, params, body }: RequestTo<typeof api.admin.endJob>,
  ): Promise<Answer<typeof api.admin.endJob>> {
    return jobAnswer(await this.endShift.byAdministrator(caller, params.id, body));
  }

  @Handles(api.admin.suspendUser)
  suspend(
    @Received() { caller, params, body }: RequestTo<typeof api.admin.suspendUser>,
  ): Promise<Answer<typeof api.admin.suspendUser>> {
    return this.users.suspend(params.id, actorOf(caller), body.reason);
  }

  @Handles(api.admin.reinstateUser)
  reinstate(
    @Received() { caller, params, body }: RequestTo<typeof api.admin.reinstateUser>,
  ): Promise<Answer<typeof api.admin.reinstateUser>> {
    return this.users.reinstate(params.id, actorOf(caller), body.reason);
  }

  @Handles(api.admin.indexes)
  async indexes(@Received() _request: RequestTo<typeof api.admin.indexes>): Promise<Answer<typeof api.admin.indexes>> {
    return { items: await this.indexReport.read(), nextCursor: null };
  }
}
