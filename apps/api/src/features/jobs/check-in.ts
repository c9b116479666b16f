import { Injectable } from '@nestjs/common';
import { MINUTE_MS, shift } from '../../platform/clock/duration.js';
import type { Caller } from '../../platform/http/http-request.js';
import { Platform } from '../../platform/platform.js';
import { GuardStanding } from './guard-standing.js';
import { JobChanges } from './job-changes.js';
import type { JobRow } from './job-rows.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { jobErrors } from './jobs.errors.js';
import { JobsService } from './jobs.service.js';
import { type Presence, SitePresence } from './site-presence.js';

@Injectable()
export class CheckIn {
  constructor(
    private readonly jobs: JobsService,
    private readonly presence: SitePresence,
    private readonly standing: GuardStanding,
    private readonly transitions: JobTransitionsRepository,
    private readonly changes: JobChanges,
    private readonly platform: Platform,
  ) {}

  /** @throws 409 `no_longer_eligible`, saying why, for a guard whose licence, clearance, skills or account fit no more. */
  async checkIn(caller: Caller, jobId: string, presence: Presence): Promise<JobRow> {
    const job = await this.jobs.getFor(caller, jobId);
    if (job.status !== 'matched') throw jobErrors.problem('job_moved_on');
    const { at, details } = await this.presence.prove({ guardId: caller.userId, jobId }, presence);
    this.refuseWrongTime(job, at);
    return this.platform.database.transaction(async () => {
      const objections = await this.standing.objectionsAtCheckIn(caller.userId, job);
      if (objections.length > 0) throw jobErrors.problem('no_longer_eligible', { detail: objections.join(' ') });
      const started = await this.transitions.start(jobId, caller.userId, at, presence.location);
      if (!started) throw jobErrors.problem('job_moved_on');
      const actor = { id: caller.userId, role: caller.role };
      await this.changes.tell(started, { type: 'job.started', actor, from: 'matched', details });
      return started;
    });
  }

  /** @param at when they were there: what a phone has kept counts from then on. */
  private refuseWrongTime(job: JobRow, at: Date): void {
    const opensAt = shift(job.startTime, -this.platform.config.rules.CHECK_IN_EARLY_MINUTES * MINUTE_MS);
    if (at < opensAt || (job.matchedAt && at < job.matchedAt))
      throw jobErrors.problem('too_early', { facts: { opensAt: opensAt.toISOString() } });
    if (at >= job.endTime) throw jobErrors.problem('job_over');
  }
}
