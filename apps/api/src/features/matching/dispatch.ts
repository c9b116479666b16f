import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Job } from '@aegis/contract';
import { Clock, Ids } from '../../platform/clock/clock.js';
import { HOUR_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { EventQueue } from '../../platform/queue/event-queue.js';
import { SYSTEM, Timeline } from '../../platform/timeline/timeline.js';
import { JobsService } from '../jobs/jobs.service.js';
import { CandidatesService } from './candidates.service.js';
import { OffersRepository } from './offers.repository.js';

/** Offers an open job to the best guards. */
@Injectable()
export class Dispatch {
  constructor(
    private readonly jobs: JobsService,
    private readonly candidates: CandidatesService,
    private readonly offers: OffersRepository,
    private readonly timeline: Timeline,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly config: Config,
  ) {}

  /** One wave; nothing happens to a job that is not open or has live offers, so that an event may come twice. */
  async offer(jobId: string): Promise<void> {
    const status = await this.jobs.lock(jobId);
    const now = this.clock.now();
    const { waves, hasLive } = await this.offers.progress(jobId, now);
    if (status !== 'requested' || hasLive) return;
    await this.offers.closeOpen(jobId, 'expired', now);
    const job = await this.jobs.get(jobId);
    const best = (await this.candidates.rankFor(job)).slice(0, this.config.rules.OFFERS_FIRST_WAVE);
    const expiresAt = shift(now, this.secondsToAnswer(job, now) * SECOND_MS);
    for (const candidate of best)
      await this.offers.insert({
        id: this.ids.next(),
        jobId,
        wave: waves + 1,
        candidate,
        payoutCents: job.guardPayoutCents,
        offeredAt: now,
        expiresAt,
      });
    await this.timeline.record({
      subject: { jobId },
      type: best.length > 0 ? 'offers.sent' : 'offers.nobody_found',
      actor: SYSTEM,
      details: { wave: waves + 1, guards: best.length },
    });
  }

  private secondsToAnswer(job: Job, now: Date): number {
    const { SOON_HOURS, OFFER_TTL_SECONDS, OFFER_TTL_SCHEDULED_SECONDS } = this.config.rules;
    return job.startTime <= shift(now, SOON_HOURS * HOUR_MS) ? OFFER_TTL_SECONDS : OFFER_TTL_SCHEDULED_SECONDS;
  }
}

/** What makes matching act. */
@Injectable()
export class DispatchTriggers implements OnModuleInit {
  constructor(
    private readonly queue: EventQueue,
    private readonly dispatch: Dispatch,
    private readonly offers: OffersRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    for (const event of ['hold.placed', 'hold.deferred'])
      this.queue.subscribe(event, 'matching-dispatch', ({ jobId }) => this.open(jobId));
    this.queue.subscribe('job.reopened', 'matching-dispatch', ({ jobId }) => this.reopen(jobId));
    this.queue.subscribe('job.cancelled', 'matching-close', ({ jobId }) => this.close(jobId));
  }

  private open(jobId: string): Promise<void> {
    return this.database.transaction(() => this.dispatch.offer(jobId));
  }

  /** The guard who gave the job back is excluded before anybody is asked. */
  private reopen(jobId: string): Promise<void> {
    return this.database.transaction(async () => {
      await this.offers.giveBack(jobId, this.clock.now());
      await this.dispatch.offer(jobId);
    });
  }

  private async close(jobId: string): Promise<void> {
    await this.offers.closeOpen(jobId, 'superseded', this.clock.now());
  }
}
