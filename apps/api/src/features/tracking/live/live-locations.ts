import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Fix } from '@aegis/contract';
import { LRUCache } from 'lru-cache';
import { Platform } from '../../../platform/platform.js';
import type { FollowedJob } from '../../jobs/jobs.service.js';
import { gradeOf } from '../fix-grading.js';
import { isTracked } from '../tracking-window.js';
import { LiveBus } from './live-bus.js';
import { eventOfLocation, type Location } from './live-event.js';
import { LiveHub } from './live-hub.js';

const REMEMBERED_JOBS = 100_000;

/** Where guards are, to those who may watch them, as long as the job lasts. */
@Injectable()
export class LiveLocations implements OnModuleInit {
  /** Of every job the time of the newest position shown: a batch that comes late moves no marker back. */
  private readonly newest = new LRUCache<string, number>({ max: REMEMBERED_JOBS });

  constructor(
    private readonly hub: LiveHub,
    private readonly bus: LiveBus,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.bus.onLocations((locations) => locations.forEach((location) => this.show(location)));
  }

  /** @param job as it was when `fix` was stored. */
  tell(job: FollowedJob, fix: Fix): void {
    const { clock, config } = this.platform;
    const grade = gradeOf(fix.accuracyMeters, config.rules);
    if (!isTracked(job, clock.now(), config.rules) || !job.guardId || !grade) return;
    const location: Location = {
      jobId: job.id,
      customerId: job.customerId,
      guardId: job.guardId,
      lat: fix.lat,
      lng: fix.lng,
      accuracyMeters: fix.accuracyMeters,
      grade,
      speedMps: fix.speedMps ?? null,
      headingDegrees: fix.headingDegrees ?? null,
      recordedAt: fix.recordedAt,
    };
    this.bus.share(location);
    this.show(location);
  }

  private show(location: Location): void {
    const { jobId, recordedAt, customerId } = location;
    if (!this.hub.isWatched(jobId, customerId)) return;
    if ((this.newest.get(jobId) ?? 0) >= recordedAt.getTime()) return;
    this.newest.set(jobId, recordedAt.getTime());
    this.hub.publish(eventOfLocation(location), null);
  }
}
