import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { AboutJob, EventKind } from '../../../platform/queue/events.js';
import { guardEvents } from '../../guard-profiles/guard-profiles.events.js';
import { jobEvents } from '../../jobs/jobs.events.js';
import { paymentEvents } from '../../payments/payments.events.js';
import { BATCH_CLOSES, BatchDispatch } from './batch-dispatch.js';
import { Dispatch } from './dispatch.js';
import { matchingEvents } from '../matching.events.js';
import { Newcomers } from './newcomers.js';
import { WAVE_ENDS } from '../offers/offer-wave.js';
import { OfferedJobs } from './offered-jobs.js';
import { OpenSearches } from './open-searches.js';
import { SearchStart } from './search-start.js';

/** What makes matching act: events tell what has happened, deadlines that time has passed. Each may come late or twice. */
@Injectable()
export class DispatchTriggers implements OnModuleInit {
  constructor(
    private readonly start: SearchStart,
    private readonly dispatch: Dispatch,
    private readonly batches: BatchDispatch,
    private readonly newcomers: Newcomers,
    private readonly offered: OfferedJobs,
    private readonly searches: OpenSearches,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const { deadlines, queue } = this.platform;
    const on = (event: EventKind<AboutJob>, reaction: string, act: (jobId: string) => Promise<void>): void =>
      queue.subscribe(event, `matching-${reaction}`, ({ jobId }) => act(jobId));
    on(paymentEvents['hold.placed'], 'dispatch', (jobId) => this.start.begin(jobId));
    on(paymentEvents['hold.deferred'], 'dispatch', (jobId) => this.start.begin(jobId));
    on(jobEvents['job.reopened'], 'dispatch', (jobId) => this.dispatch.advance(jobId));
    on(matchingEvents['offer.declined'], 'dispatch', (jobId) => this.dispatch.advance(jobId));
    on(matchingEvents['offer.withdrawn'], 'dispatch', (jobId) => this.dispatch.advance(jobId));
    on(jobEvents['job.cancelled'], 'close', (jobId) => this.searches.close(jobId));
    queue.subscribe(guardEvents['guard.on_duty'], 'matching-newcomer', ({ guardId }) =>
      this.newcomers.welcome(guardId),
    );
    queue.subscribe(guardEvents['guard.changed'], 'matching-offers', ({ guardId }) => this.offered.reconsider(guardId));
    queue.subscribe(matchingEvents['batch.closed'], 'matching-batch', ({ jobIds }) =>
      this.batches.decide(jobIds.split(' ')),
    );
    deadlines.subscribe(WAVE_ENDS, (jobId) => this.dispatch.advance(jobId));
    deadlines.subscribe(BATCH_CLOSES, (jobId) => this.batches.close(jobId), { takesOthers: true });
  }
}
