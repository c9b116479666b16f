import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { SECOND_MS } from '../../platform/clock/duration.js';
import type { Caller } from '../../platform/http/http-request.js';
import { Platform } from '../../platform/platform.js';
import { type JobRow, JobsService } from '../jobs/jobs.service.js';
import { gradeOf } from './fix-grading.js';
import { FixHistory } from './history/fix-history.js';
import type { Location } from './live/live-event.js';
import { Silence } from './silence/silence.js';
import { isTracked, readableRange, type TimeRange } from './tracking-window.js';
import { trackingErrors } from './tracking.errors.js';
import { type Track, type TrailPointRow, TrackingRepository } from './tracking.repository.js';

type Trail = Answer<typeof api.tracking.trail>;
type Points = NonNullable<Trail['properties']['points']>;

/** Whose fixes of which time a trail is made of; null while there can be none. */
interface Way {
  jobId: string;
  readable: { track: Track; range: TimeRange } | null;
  /** Of a job that has ended. */
  isOver: boolean;
}

/** What of a trail is asked for; `zoom` of the map it is drawn on, or null. */
interface Wanted {
  simplifyMeters: number;
  zoom: number | null;
  points: boolean;
}

/** To be counted up when the same fixes come to another answer. */
const TRAIL_FORMAT = 1;

const NO_TRAIL = { fixes: 0, lengthMeters: 0, firstRecordedAt: null, lastRecordedAt: null, geometry: null, gaps: [] };

/** Reads of where a job's guard is and was; none reaches back further than positions are kept. */
@Injectable()
export class TrackingService {
  constructor(
    private readonly repository: TrackingRepository,
    private readonly jobs: JobsService,
    private readonly silence: Silence,
    private readonly history: FixHistory,
    private readonly platform: Platform,
  ) {}

  /** @throws 404, also while there is no fix; 409 `not_tracked` after the end of the job */
  async latest(caller: Caller, jobId: string): Promise<Answer<typeof api.tracking.latest>> {
    const now = this.platform.clock.now();
    const job = await this.jobs.getFor(caller, jobId);
    // Where somebody is after their work is theirs alone.
    if (job.guardId && !isTracked(job, now, this.platform.config.rules)) throw trackingErrors.problem('not_tracked');
    const readable = this.readable(job, now);
    const fix = readable && (await this.repository.latest(readable.track, readable.range));
    const grade = fix && gradeOf(fix.accuracyMeters, this.platform.config.rules);
    if (!fix || !grade) throw trackingErrors.problem('no_position_yet');
    // The phone's clock may be a little ahead of ours.
    const ageMs = Math.max(0, now.getTime() - fix.recordedAt.getTime());
    const silentSince = job.status === 'in_progress' ? await this.silence.since(jobId) : null;
    return { ...fix, grade, ageSeconds: Math.floor(ageMs / SECOND_MS), silentSince };
  }

  /** What a stream begins with: null when the job is not under way, or nothing is known yet. @throws 404 */
  async currentLocation(caller: Caller, jobId: string): Promise<Location | null> {
    return this.whereIs(await this.jobs.getFor(caller, jobId));
  }

  /** For the system itself: null when the job is not under way, or nothing is known yet. */
  async whereIs(job: JobRow): Promise<Location | null> {
    const now = this.platform.clock.now();
    const readable = isTracked(job, now, this.platform.config.rules) ? this.readable(job, now) : null;
    const fix = readable && (await this.repository.latest(readable.track, readable.range));
    const grade = fix && gradeOf(fix.accuracyMeters, this.platform.config.rules);
    if (!fix || !grade) return null;
    return { ...fix, grade, jobId: job.id, customerId: job.customerId, guardId: readable.track.guardId };
  }

  /** @throws 404 for a job of somebody else. */
  async wayOf(caller: Caller, jobId: string): Promise<Way> {
    const job = await this.jobs.getFor(caller, jobId);
    const isOver = job.status === 'completed' || job.status === 'cancelled';
    return { jobId, readable: this.readable(job, this.platform.clock.now()), isOver };
  }

  /**
   * Another one whenever the trail is another. Fixes are only ever added, and cut off at the ends by time: how many there are and
   * the first and the last of them say which they are, and an index tells that without one being read.
   */
  async versionOf(way: Way, wanted: Wanted): Promise<unknown[]> {
    const { jobId, readable } = way;
    const extent = readable && (await this.read(way, () => this.repository.extent(readable.track, readable.range)));
    const { SILENCE_MINUTES, FIX_GOOD_METERS, FIX_FAIR_METERS } = this.platform.config.rules;
    const rules = [SILENCE_MINUTES, ...(wanted.points ? [FIX_GOOD_METERS, FIX_FAIR_METERS] : [])];
    return [TRAIL_FORMAT, jobId, readable?.track.guardId ?? null, extent, wanted, rules];
  }

  async trail(way: Way, wanted: Wanted): Promise<Trail> {
    return this.read(way, () => this.readTrail(way, wanted));
  }

  /** What is distributed is on other servers than the replica of this one. */
  private read<T>({ isOver }: Way, work: () => Promise<T>): Promise<T> {
    return isOver && this.history.isHere ? this.platform.database.readElsewhere(work) : work();
  }

  private async readTrail({ jobId, readable }: Way, wanted: Wanted): Promise<Trail> {
    if (!readable) return trailOf(jobId, NO_TRAIL, wanted.points ? [] : undefined);
    const { track, range } = readable;
    const { simplifyMeters, zoom } = wanted;
    const shape = { simplifyMeters, zoom, gapMinutes: this.platform.config.rules.SILENCE_MINUTES };
    const { gaps, ...row } = await this.repository.trail(track, range, shape);
    const points = wanted.points ? this.pointsOf(await this.repository.points(track, range)) : undefined;
    const dated = gaps.map(({ from, until, meters }) => ({ from: new Date(from), until: new Date(until), meters }));
    return trailOf(jobId, { ...row, gaps: dated }, points);
  }

  private pointsOf(rows: readonly TrailPointRow[]): Points['features'] {
    return rows.map(({ lat, lng, ...properties }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lng, lat] },
      // What is stored was graded, so it has a grade; the rules may have become stricter since.
      properties: { ...properties, grade: gradeOf(properties.accuracyMeters, this.platform.config.rules) ?? 'poor' },
    }));
  }

  private readable(job: JobRow, now: Date): Way['readable'] {
    const range = readableRange(job, now, this.platform.config.rules);
    return job.guardId && range ? { track: { guardId: job.guardId, jobId: job.id }, range } : null;
  }
}

function trailOf(
  jobId: string,
  { geometry, ...row }: Omit<Trail['properties'], 'jobId' | 'points'> & Pick<Trail, 'geometry'>,
  features: Points['features'] | undefined,
): Trail {
  const points = features && ({ type: 'FeatureCollection', features } as const);
  return { type: 'Feature', geometry, properties: { jobId, ...row, ...(points && { points }) } };
}
