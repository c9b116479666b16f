import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { jobEvents } from '../../jobs/jobs.events.js';
import { type FollowedJob, JobsService } from '../../jobs/jobs.service.js';
import { FixHistory } from '../history/fix-history.js';
import { SilenceRepository, type SilentJob } from './silence.repository.js';

/**
 * A job under way is silent when no fix of its guard is younger than ten minutes. It is a row in the database, written in the
 * transaction of `job.silent` and removed in the one of `job.heard_again`: told once whatever the number of processes, and
 * not forgotten by a restart.
 */
@Injectable()
export class Silence implements OnModuleInit {
  private readonly logger = new Logger('silence');
  /** What this process knows to be silent; the watch sets it right, so that a fix need not ask the database. */
  private known = new Set<string>();

  constructor(
    private readonly repository: SilenceRepository,
    private readonly history: FixHistory,
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    for (const event of [jobEvents['job.completed'], jobEvents['job.cancelled'], jobEvents['job.left_before_start']])
      this.platform.queue.subscribe(event, 'tracking-silence', ({ jobId }) => this.forget(jobId));
  }

  /** How many jobs are silent, as of the last look. */
  get count(): number {
    return this.known.size;
  }

  /** Since when the job is silent; null while its guard is heard. */
  since(jobId: string): Promise<Date | null> {
    return this.repository.since(jobId);
  }

  /** The longest silent first, each with how many there are. */
  longest(limit: number): Promise<SilentJob[]> {
    return this.repository.longestSilent(limit);
  }

  /** A fix was stored. Holds nobody up: what fails here is told by the next look of the watch. */
  heard(job: FollowedJob, recordedAt: Date): void {
    if (!this.known.has(job.id) || recordedAt < this.limit()) return;
    this.endOf(job.id).catch((error: unknown) => this.logger.warn(String(error)));
  }

  /** When the last sign of the guard on the job was, as far as it is known. */
  async judge(jobs: readonly FollowedJob[]): Promise<void> {
    const watched = jobs.flatMap((job) =>
      job.guardId && job.startedAt ? { jobId: job.id, guardId: job.guardId, since: job.startedAt } : [],
    );
    const lastFixes = await this.history.lastFixes(watched, this.limit());
    for (const { jobId, since } of watched) {
      const lastHeardAt = lastFixes.get(jobId) ?? since;
      if (lastHeardAt < this.limit()) await this.begin(jobId, lastHeardAt);
      else if (this.known.has(jobId)) await this.endOf(jobId);
    }
  }

  /** Learns what other processes have noticed, and forgets what has ended without being told here. */
  async refresh(): Promise<void> {
    const ids = await this.repository.silentIds();
    const jobs = await this.jobs.followed(ids);
    for (const id of ids) if (jobs.get(id)?.status !== 'in_progress') await this.forget(id);
    this.known = new Set(ids.filter((id) => jobs.get(id)?.status === 'in_progress'));
  }

  private limit(): Date {
    return shift(this.platform.clock.now(), -this.platform.config.rules.SILENCE_MINUTES * MINUTE_MS);
  }

  private async begin(jobId: string, lastHeardAt: Date): Promise<void> {
    const { clock, database, timeline } = this.platform;
    if (this.known.has(jobId)) return;
    await database.transaction(async () => {
      // Check-out holds the same row: no job is told to be silent after its end.
      if ((await this.jobs.lock(jobId)).status !== 'in_progress') return;
      if (!(await this.repository.notice(jobId, lastHeardAt, clock.now()))) return;
      const details = { lastHeardAt: lastHeardAt.toISOString() };
      await timeline.record({ subject: { jobId }, type: 'job.silent', actor: SYSTEM, details });
    });
    this.known.add(jobId);
  }

  private async endOf(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      if ((await this.jobs.lock(jobId)).status !== 'in_progress') return;
      const since = await this.repository.end(jobId);
      if (!since) return;
      const details = { silentSince: since.toISOString() };
      await this.platform.timeline.record({ subject: { jobId }, type: 'job.heard_again', actor: SYSTEM, details });
    });
    this.known.delete(jobId);
  }

  private async forget(jobId: string): Promise<void> {
    await this.repository.end(jobId);
    this.known.delete(jobId);
  }
}
