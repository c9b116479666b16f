import { Injectable } from '@nestjs/common';
import type { Fix, FixRefusal } from '@aegis/contract';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import type { FollowedJob, FollowedJobInState } from '../../jobs/jobs.service.js';
import { gradeFixes, type Sighting, type Verdict } from '../fix-grading.js';
import { JobsChanged, type Surroundings } from '../history/fix-history.js';
import { nameOf, type NewFix } from '../tracking.repository.js';
import { uploadRange } from '../tracking-window.js';
import { trackingErrors } from '../tracking.errors.js';
import { Arrivals } from './arrivals.js';
import { FixStore } from './fix-store.js';
import { KnownJobs } from './known-jobs.js';
import type { Outcome, Receipt, Upload } from './upload.js';

/** A fix that took longer to arrive was kept by the phone while it had no connection. */
const OFFLINE_AFTER_MS = 2 * MINUTE_MS;

/** The one reason of a fix that lies in its job. */
const OUT_OF_WINDOW: FixRefusal = 'outside_tracking_window';

/** A day of work and the two hours before it. */
const LONGEST_JOB_MS = 26 * HOUR_MS;

/** An upload that is not refused, with what its fixes are judged by. */
interface Admitted {
  upload: Upload;
  job: FollowedJob;
  from: Date;
  until: Date;
}

/** What uploads have come to so far: by the jobs they were judged by. */
interface Judged {
  outcomes: (Admitted | Exclude<Outcome, Receipt>)[];
  admitted: Admitted[];
  /** Of each that is admitted. */
  verdicts: Verdict[];
  accepted: NewFix[][];
}

/**
 * Judges and stores uploads of many guards together. Mostly one statement for all of them, which finds their jobs to be what they
 * were known as, stores and commits; with what has to be asked before, three.
 */
@Injectable()
export class Ingest {
  constructor(
    private readonly jobs: KnownJobs,
    private readonly store: FixStore,
    private readonly arrivals: Arrivals,
    private readonly platform: Platform,
  ) {}

  /** One outcome an upload. Those of one guard are judged in the order given, each after the ones before. */
  async write(uploads: readonly Upload[]): Promise<Outcome[]> {
    // Both at once: most fixes need no look-up of what surrounds them, and those of a refused upload are rare.
    const [{ jobs, fresh }, surroundings] = await Promise.all([
      this.jobs.of([...new Set(uploads.map(({ jobId }) => jobId))]),
      this.store.around(uploads.map((upload) => this.surroundingsOf(upload))),
    ]);
    const around = new Map(uploads.map((upload, index) => [upload, surroundings[index] ?? []]));
    // Each turn means that somebody has changed one of the jobs since it was read.
    for (;;) {
      const judged = this.judge(uploads, jobs, around);
      const doubtful = doubtfulOf(uploads, judged).filter((id) => !fresh.has(id));
      if (doubtful.length === 0) {
        const outcomes = await this.storeIfUnchanged(judged, jobs);
        if (!('changed' in outcomes)) return outcomes;
        doubtful.push(...outcomes.changed);
      }
      for (const id of doubtful) jobs.delete(id);
      for (const [id, job] of await this.jobs.read(doubtful)) jobs.set(id, job);
      for (const id of doubtful) fresh.add(id);
    }
  }

  private async storeIfUnchanged(
    { outcomes, admitted, verdicts, accepted }: Judged,
    jobs: ReadonlyMap<string, FollowedJobInState>,
  ): Promise<Outcome[] | { changed: readonly string[] }> {
    const ids = new Set(accepted.flatMap(([fix]) => fix?.jobId ?? []));
    const judgedBy = [...jobs.values()].filter(({ id }) => ids.has(id));
    let stored: Set<string> | null;
    try {
      stored = await this.store.insert(accepted.flat(), judgedBy);
    } catch (error) {
      if (error instanceof JobsChanged) return { changed: error.ids };
      throw error;
    }
    const answers = admitted.map((one, index): Outcome => {
      const own = accepted[index] ?? [];
      const fresh = stored === null ? own : taken(own, stored);
      this.arrivals.tell(one.job, own.at(-1)?.fix, fresh.at(-1)?.fix);
      const duplicates = own.length - fresh.length;
      return { stored: fresh.length, duplicates, rejected: verdicts[index]?.rejected ?? [] };
    });
    return outcomes.map((outcome) => ('upload' in outcome ? (answers.shift() as Outcome) : outcome));
  }

  /** Absent and foreign look alike. */
  private admit(upload: Upload, job: FollowedJob | undefined): Admitted | Exclude<Outcome, Receipt> {
    if (!job || job.guardId !== upload.guardId) return httpErrors.problem('not_found');
    const range = uploadRange(job, this.platform.clock.now(), this.platform.config.rules);
    return range ? { upload, job, ...range } : trackingErrors.problem('not_tracked');
  }

  private judge(
    uploads: readonly Upload[],
    jobs: ReadonlyMap<string, FollowedJobInState>,
    around: ReadonlyMap<Upload, Sighting[]>,
  ): Judged {
    const outcomes = uploads.map((upload) => this.admit(upload, jobs.get(upload.jobId)));
    const admitted = outcomes.filter((outcome): outcome is Admitted => 'upload' in outcome);
    const verdicts = this.verdictsOf(admitted, around);
    const accepted = admitted.map((one, index) => fixesOf(one.upload, verdicts[index]?.accepted ?? []));
    return { outcomes, admitted, verdicts, accepted };
  }

  private verdictsOf(admitted: readonly Admitted[], around: ReadonlyMap<Upload, Sighting[]>): Verdict[] {
    const before = new Map<string, Fix[]>();
    return admitted.map(({ upload, from, until }) => {
      const { guardId, jobId, fixes, receivedAt } = upload;
      const earlier = before.get(guardId + jobId) ?? [];
      const stored = around.get(upload) ?? [];
      const known = earlier.length === 0 ? stored : merged(stored, earlier);
      const arrival = { at: receivedAt, trackedFrom: from, trackedUntil: until };
      const verdict = gradeFixes(fixes, known, arrival, this.platform.config.rules);
      before.set(guardId + jobId, [...earlier, ...verdict.accepted]);
      return verdict;
    });
  }

  private surroundingsOf({ guardId, jobId, fixes, receivedAt }: Upload): Surroundings {
    const { FIX_MAX_AGE_HOURS, FIX_FUTURE_SECONDS } = this.platform.config.rules;
    // Moments that will be refused anyway are cut off, or two wild time stamps would read a whole trail.
    const oldest = receivedAt.getTime() - FIX_MAX_AGE_HOURS * HOUR_MS;
    const newest = receivedAt.getTime() + FIX_FUTURE_SECONDS * SECOND_MS;
    const times = fixes.map((fix) => fix.recordedAt.getTime()).filter((time) => time >= oldest && time <= newest);
    const earliest = new Date(Math.min(newest, ...times));
    // The fix before may be as old as a job is long; nothing of another job is found.
    const from = shift(earliest, -LONGEST_JOB_MS);
    return { guardId, jobId, from, earliest, latest: new Date(Math.max(oldest, ...times)) };
  }
}

/** Jobs by which something was refused, or of which nothing comes to the statement that asks for them: they may be others by now. */
function doubtfulOf(uploads: readonly Upload[], { outcomes, admitted, verdicts }: Judged): string[] {
  const refused = uploads.filter((_, index) => {
    const outcome = outcomes[index];
    return outcome !== undefined && !('upload' in outcome);
  });
  const cutOff = admitted.filter((_, index) => {
    const { accepted, rejected } = verdicts[index] ?? { accepted: [], rejected: [] };
    return accepted.length === 0 || rejected.some(({ code }) => code === OUT_OF_WINDOW);
  });
  return [...new Set([...refused.map(({ jobId }) => jobId), ...cutOff.map(({ job }) => job.id)])];
}

/** Takes its own from the names of what is new: of two uploads that brought the same fix, the first has stored it. */
const taken = (own: readonly NewFix[], names: Set<string>): NewFix[] =>
  own.filter(({ guardId, fix }) => names.delete(nameOf(guardId, fix.recordedAt)));

function fixesOf({ guardId, jobId, receivedAt }: Upload, accepted: readonly Fix[]): NewFix[] {
  const offlineBefore = shift(receivedAt, -OFFLINE_AFTER_MS);
  return accepted.map((fix) => ({
    fix,
    guardId,
    jobId,
    receivedAt,
    isOfflineUpload: fix.recordedAt < offlineBefore,
  }));
}

/** In order of recording; of two of one moment the stored one comes first, since the other will be a duplicate. */
const merged = (stored: readonly Sighting[], earlier: readonly Sighting[]): Sighting[] =>
  [...stored, ...earlier].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime());
