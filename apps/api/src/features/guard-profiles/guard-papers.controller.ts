import { Controller } from '@nestjs/common';
import { api, type Answer, type FileContent } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { actorOf } from '../../platform/timeline/timeline.js';
import { UserFiles } from '../identity/users/user-files.js';
import { GuardPapers } from './guard-papers.js';

@Controller()
export class GuardPapersController {
  constructor(
    private readonly papers: GuardPapers,
    private readonly files: UserFiles,
  ) {}

  @Handles(api.guards.readiness)
  readiness(
    @Received() { caller }: RequestTo<typeof api.guards.readiness>,
  ): Promise<Answer<typeof api.guards.readiness>> {
    return this.papers.readiness(caller.userId);
  }

  @Handles(api.guards.taxId)
  async taxId(@Received() { caller }: RequestTo<typeof api.guards.taxId>): Promise<Answer<typeof api.guards.taxId>> {
    return { lastFour: await this.papers.lastFourOfTaxId(caller.userId) };
  }

  @Handles(api.guards.setTaxId)
  setTaxId(@Received() { caller, body }: RequestTo<typeof api.guards.setTaxId>): Promise<void> {
    return this.papers.setTaxId(caller.userId, body.taxId);
  }

  @Handles(api.guards.setLicenseScan)
  setLicenseScan(@Received() { caller, body }: RequestTo<typeof api.guards.setLicenseScan>): Promise<void> {
    return this.papers.setLicenseScan(caller.userId, body);
  }

  @Handles(api.guards.licenseScan)
  licenseScan(@Received() { caller }: RequestTo<typeof api.guards.licenseScan>): Promise<FileContent> {
    return this.files.get(caller.userId, 'license_scan');
  }

  @Handles(api.admin.setBackgroundCheck)
  setBackgroundCheck(
    @Received() { caller, params, body }: RequestTo<typeof api.admin.setBackgroundCheck>,
  ): Promise<void> {
    return this.papers.setBackgroundCheck(params.userId, body, actorOf(caller));
  }

  @Handles(api.admin.backgroundCheck)
  async backgroundCheck(
    @Received() { params }: RequestTo<typeof api.admin.backgroundCheck>,
  ): Promise<Answer<typeof api.admin.backgroundCheck>> {
    return { check: await this.papers.backgroundCheck(params.userId) };
  }

  @Handles(api.admin.licenseScan)
  licenseScanOf(@Received() { params }: RequestTo<typeof api.admin.licenseScan>): Promise<FileContent> {
    return this.files.get(params.userId, 'license_scan');
  }
}
