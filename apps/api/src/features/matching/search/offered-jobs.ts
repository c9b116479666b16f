import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { OffersRepository } from '../offers/offers.repository.js';
import { Dispatch } from './dispatch.js';

/** Jobs that a guard could accept until something about the guard has changed. */
@Injectable()
export class OfferedJobs {
  constructor(
    private readonly offers: OffersRepository,
    private readonly dispatch: Dispatch,
    private readonly platform: Platform,
  ) {}

  /**
   * Ends the offers that the guard can no longer accept; a wave of which nobody is left goes on at once. Job by job, after
   * the change: within it, the jobs would be locked after the guard.
   */
  async reconsider(guardId: string): Promise<void> {
    for (const jobId of await this.offers.jobsOfferedTo(guardId, this.platform.clock.now()))
      await this.dispatch.advance(jobId);
  }
}
