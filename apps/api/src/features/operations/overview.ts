import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { GuardProfilesService } from '../guard-profiles/guard-profiles.service.js';
import { JobsService } from '../jobs/jobs.service.js';
import { CandidatesService } from '../matching/candidates/candidates.service.js';
import { PaymentsService } from '../payments/payments.service.js';

/** The market at a glance, each figure from the feature that owns it. */
@Injectable()
export class Overview {
  constructor(
    private readonly jobs: JobsService,
    private readonly guards: GuardProfilesService,
    private readonly matching: CandidatesService,
    private readonly payments: PaymentsService,
  ) {}

  async read(): Promise<Answer<typeof api.admin.overview>> {
    const guards = await this.guards.counts();
    return {
      jobsByStatus: await this.jobs.countByStatus(),
      guardsAvailable: guards.available,
      guardsPendingVerification: guards.waiting,
      offersLive: await this.matching.countLiveOffers(),
      ...(await this.payments.totals()),
    };
  }
}
