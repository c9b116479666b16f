import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { type Actor, actorOf, SYSTEM } from '../../../platform/timeline/timeline.js';
import { JobChanges } from '../job-changes.js';
import type { JobRow } from '../job-rows.js';
import { JobWakeUps, WAKE_UPS } from '../job-wake-ups.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsService } from '../jobs.service.js';
import { LateApproach } from './approach.js';
import { LateEndings } from './late-endings.js';
import { PresenceRepository } from './presence.repository.js';

const NOBODY_CAME = 'The guard did not come.';
const NEVER_BEGUN = 'The booked time has passed and nobody has begun the job. Nothing is charged.';

/**
 * A guard who has not checked in: first an alert, then the job is taken from them and goes back to dispatch. Who comes nearer,
 * or is about there while no position shows it, is not taken it without the customer's word (docs/shift.md).
 */
@Injectable()
export class NoShow implements OnModuleInit {
  constructor(
    private readonly jobs: JobsService,
    private readonly approach: LateApproach,
    private readonly presence: PresenceRepository,
    private readonly changes: JobChanges,
    private readonly endings: LateEndings,
    private readonly wakeUps: JobWakeUps,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.deadlines.subscribe(WAKE_UPS.guardIsLate, (jobId) => this.alert(jobId));
    this.platform.deadlines.subscribe(WAKE_UPS.guardIsAbsent, (jobId) => this.replace(jobId));
  }

  /** Both sides and the administrator see it on the timeline. */
  async alert(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const { guardId } = (await this.missing(jobId, 'lateAt')) ?? {};
      if (guardId) await this.changes.noteLate(jobId, guardId);
    });
  }

  /** Asks the customer, waits for their answer, or lets the job go back to dispatch. */
  async replace(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const job = await this.missing(jobId, 'absentAt');
      if (!job) return;
      if (this.platform.clock.now() >= job.endTime) return this.endings.cancel(jobId, NEVER_BEGUN);
      const approach = await this.approach.of(job);
      const isUnanswered = job.waitAskedAt !== null;
      if (approach === 'at_the_door' || (approach === 'nearing' && !isUnanswered)) return this.ask(job, approach);
      await this.endings.reopen(job, NOBODY_CAME, SYSTEM);
    });
  }

  /** The customer waits for a guard who is late, or wants another. @throws 409 when nobody has asked them */
  async answer(caller: Caller, jobId: string, decision: 'wait' | 'replace'): Promise<JobRow> {
    await this.jobs.getFor(caller, jobId);
    return this.platform.database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      if (job.status !== 'matched' || !job.waitAskedAt) throw jobErrors.problem('job_moved_on');
      const actor = actorOf(caller);
      if (decision === 'replace') await this.endings.reopen(job, 'The customer asked for another guard.', actor);
      else await this.wait(job, actor);
      return this.jobs.get(jobId);
    });
  }

  private async ask(job: JobRow, approach: 'nearing' | 'at_the_door'): Promise<void> {
    const { clock, config, timeline } = this.platform;
    const until = this.until(job, config.rules.LATE_ANSWER_MINUTES);
    await this.presence.askToWait(job.id, clock.now(), until);
    await this.platform.deadlines.set(WAKE_UPS.guardIsAbsent, job.id, until);
    // Asked once for a guard at the door: after that they are waited for in silence.
    if (approach === 'at_the_door' && job.waitAskedAt) return;
    const details = { guardId: job.guardId ?? '', answerBy: until.toISOString(), approach };
    await timeline.record({ subject: { jobId: job.id }, type: 'job.wait_or_replace', actor: SYSTEM, details });
  }

  private async wait(job: JobRow, actor: Actor): Promise<void> {
    const { config, deadlines, timeline } = this.platform;
    const until = this.until(job, config.rules.LATE_WAIT_MINUTES);
    await this.presence.askToWait(job.id, null, until);
    await deadlines.set(WAKE_UPS.guardIsAbsent, job.id, until);
    const details = { until: until.toISOString() };
    await timeline.record({ subject: { jobId: job.id }, type: 'job.waited_for', actor, details });
  }

  /** Nobody is waited for after the end of the job. */
  private until({ endTime }: JobRow, minutes: number): Date {
    const until = shift(this.platform.clock.now(), minutes * MINUTE_MS);
    return until < endTime ? until : endTime;
  }

  /** The job whose guard should have checked in by now; null when there is none, or they have more time than this wake-up knew. */
  private async missing(jobId: string, limit: 'lateAt' | 'absentAt'): Promise<JobRow | null> {
    const job = await this.jobs.lock(jobId);
    const isMissing = job.status === 'matched' && this.platform.clock.now() >= this.wakeUps.checkInLimits(job)[limit];
    return isMissing ? job : null;
  }
}
