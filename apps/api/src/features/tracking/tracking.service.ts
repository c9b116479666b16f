import { Injectable } from '@nestjs/common';
import type { Answer, api, Fix, Job } from '@aegis/contract';
import { Clock } from '../../platform/clock/clock.js';
import { MINUTE_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';
import { Config } from '../../platform/config/config.js';
import type { Caller } from '../../platform/http/access.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { GuardProfilesService } from '../guard-profiles/guard-profiles.service.js';
import { JobsService } from '../jobs/jobs.service.js';
import { gradeFixes, gradeOf, type Verdict } from './fix-grading.js';
import { isTracked, readableRange, type TimeRange, trackedFrom } from './tracking-window.js';
import { trackingErrors } from './tracking.errors.js';
import { type Track, TrackingRepository, type TrailRow } from './tracking.repository.js';

/** A fix that took longer to arrive was kept by the phone while it had no connection. */
const OFFLINE_AFTER_MS = 2 * MINUTE_MS;

const NO_TRAIL: TrailRow = { fixes: 0, lengthMeters: 0, firstRecordedAt: null, lastRecordedAt: null, geometry: null };

@Injectable()
export class TrackingService {
  constructor(
    private readonly repository: TrackingRepository,
    private readonly jobs: JobsService,
    private readonly guardProfiles: GuardProfilesService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Answers after the fixes are durable. @throws 404 for a job of somebody else, 409 `not_tracked` */
  async upload(caller: Caller, jobId: string, fixes: Fix[]): Promise<Answer<typeof api.tracking.upload>> {
    const job = await this.jobs.getFor(caller, jobId);
    if (job.guard?.id !== caller.userId) throw httpErrors.problem('not_found');
    const from = trackedFrom(job, this.config.rules);
    if (!isTracked(job.status) || !from) throw trackingErrors.problem('not_tracked');
    const now = this.clock.now();
    const track = { guardId: caller.userId, jobId };
    const { accepted, rejected } = await this.grade(track, fixes, from, now);
    const stored = await this.store(track, accepted, now);
    return { stored, duplicates: accepted.length - stored, rejected };
  }

  /** @throws 404, also while there is no fix. */
  async latest(caller: Caller, jobId: string): Promise<Answer<typeof api.tracking.latest>> {
    const now = this.clock.now();
    const readable = this.readable(await this.jobs.getFor(caller, jobId), now);
    const fix = readable && (await this.repository.latest(readable.track, readable.range));
    const grade = fix && gradeOf(fix.accuracyMeters, this.config.rules);
    if (!fix || !grade) throw trackingErrors.problem('no_position_yet');
    // The phone's clock may be a little ahead of ours.
    const ageMs = Math.max(0, now.getTime() - fix.recordedAt.getTime());
    return { ...fix, grade, ageSeconds: Math.floor(ageMs / SECOND_MS) };
  }

  /** @throws 404 for a job of somebody else. */
  async trail(caller: Caller, jobId: string, simplifyMeters = 0): Promise<Answer<typeof api.tracking.trail>> {
    const readable = this.readable(await this.jobs.getFor(caller, jobId), this.clock.now());
    const { geometry, ...properties } = readable
      ? await this.repository.trail(readable.track, readable.range, simplifyMeters)
      : NO_TRAIL;
    return { type: 'Feature', geometry, properties: { jobId, ...properties } };
  }

  private async grade(track: Track, fixes: Fix[], from: Date, now: Date): Promise<Verdict> {
    const { rules } = this.config;
    // Moments that will be refused anyway are cut off, or two wild time stamps would read a whole trail.
    const times = fixes.map((fix) => fix.recordedAt.getTime());
    const earliest = new Date(Math.max(Math.min(...times), from.getTime()));
    const latest = shift(now, rules.FIX_FUTURE_SECONDS * SECOND_MS);
    const until = new Date(Math.min(Math.max(...times), latest.getTime()));
    const stored = await this.repository.around(track, from, earliest, until);
    return gradeFixes(fixes, stored, { at: now, trackedFrom: from }, rules);
  }

  /** How many were new. */
  private async store(track: Track, accepted: Fix[], now: Date): Promise<number> {
    const last = accepted.at(-1);
    if (!last) return 0;
    const offlineBefore = shift(now, -OFFLINE_AFTER_MS);
    const rows = accepted.map((fix) => ({ ...fix, isOfflineUpload: fix.recordedAt < offlineBefore }));
    const stored = await this.repository.insert(track, rows, now);
    // Reported for a batch of duplicates too: the first upload may have broken off just here. A phone's clock ahead of
    // ours must not hold back the next fixes as older than the position.
    const recordedAt = last.recordedAt < now ? last.recordedAt : now;
    await this.guardProfiles.reportPosition(track.guardId, { location: { lat: last.lat, lng: last.lng }, recordedAt });
    return stored;
  }

  private readable(job: Job, now: Date): { track: Track; range: TimeRange } | null {
    const range = readableRange(job, now, this.config.rules);
    return job.guard && range ? { track: { guardId: job.guard.id, jobId: job.id }, range } : null;
  }
}
