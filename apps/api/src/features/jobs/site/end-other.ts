import { Injectable } from '@nestjs/common';
import { jobErrors } from '../jobs.errors.js';
import { EndShift } from './end-shift.js';
import { PresenceRepository } from './presence.repository.js';

/** A guard is at one job at a time. */
@Injectable()
export class EndOther {
  constructor(
    private readonly presence: PresenceRepository,
    private readonly endShift: EndShift,
  ) {}

  /**
   * Ends the job that a guard has forgotten to check out of, before they begin `begunId`.
   * @throws 409 `still_on_a_job` while that has time left
   */
  async before(begunId: string, guardId: string): Promise<void> {
    const jobId = await this.presence.jobAtWork(guardId);
    if (jobId && jobId !== begunId && !(await this.endShift.makeWay(jobId)))
      throw jobErrors.problem('still_on_a_job', { facts: { jobId } });
  }
}
