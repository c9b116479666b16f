import { Injectable } from '@nestjs/common';
import { locationHistory } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { instant, uuids } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import type { Sighting } from '../fix-grading.js';
import { nameOf, type NewFix, TrackingRepository } from '../tracking.repository.js';
import { FixHistory, type Surroundings, type Watched } from './fix-history.js';

const HEARD = statement({
  name: 'history_heard',
  takes: [uuids, uuids, instant],
  gives: { jobId: locationHistory.jobId, at: instant.orNull('max(recorded_at)') },
  text: (row) => `
    SELECT ${row} FROM location_history
    WHERE guard_id = ANY ($1::uuid[]) AND job_id = ANY ($2::uuid[]) AND recorded_at >= $3
    GROUP BY guard_id, job_id`,
});

const LAST_FIX = statement({
  name: 'history_last_fix',
  takes: [locationHistory.guardId, locationHistory.jobId, instant],
  gives: { at: instant.orNull('max(recorded_at)') },
  text: (row) => `SELECT ${row} FROM location_history WHERE guard_id = $1 AND job_id = $2 AND recorded_at >= $3`,
});

/**
 * Over several servers: the rows of a guard lie together on one of them. A statement that stores rows of many guards is 20 times
 * slower there, and counts wrongly; one that looks at jobs as well is refused. So each guard has statements of their own.
 */
@Injectable()
export class DistributedHistory extends FixHistory {
  override readonly isHere = false;
  override readonly provesJobs = false;

  constructor(
    private readonly tracks: TrackingRepository,
    private readonly database: Database,
  ) {
    super();
  }

  override around(wanted: readonly Surroundings[]): Promise<Sighting[][]> {
    return Promise.all(
      wanted.map(({ from, earliest, latest, ...track }) => this.tracks.around(track, from, earliest, latest)),
    );
  }

  /** Each statement commits by itself: what was stored before one fails is a repetition when it comes again. */
  override async insert(fixes: readonly NewFix[]): Promise<Set<string> | null> {
    const stored = new Set<string>();
    for (const ofTrack of byTrack(fixes)) {
      const [first] = ofTrack;
      if (!first) continue;
      const names = await this.tracks.insert(first, ofTrack, first.receivedAt);
      for (const { guardId, fix } of ofTrack) {
        const name = nameOf(guardId, fix.recordedAt);
        if (names === null || names.has(name)) stored.add(name);
      }
    }
    return stored.size === fixes.length ? null : stored;
  }

  /** Most are heard of, which one statement tells of all, from minutes of the index; the others are asked for one by one. */
  override async lastFixes(watched: readonly Watched[], recent: Date): Promise<Map<string, Date>> {
    const rows = await this.database.rows(HEARD, [
      watched.map(({ guardId }) => guardId),
      watched.map(({ jobId }) => jobId),
      recent,
    ]);
    const last = new Map(rows.flatMap(({ jobId, at }) => (at ? [[jobId, at] as const] : [])));
    for (const { jobId, guardId, since } of watched) {
      if (last.has(jobId) || since >= recent) continue;
      const row = await this.database.row(LAST_FIX, [guardId, jobId, since]);
      if (row?.at) last.set(jobId, row.at);
    }
    return last;
  }
}

function byTrack(sorted: readonly NewFix[]): NewFix[][] {
  const tracks = new Map<string, NewFix[]>();
  for (const one of sorted) {
    const key = one.guardId + one.jobId;
    const track = tracks.get(key);
    if (track) track.push(one);
    else tracks.set(key, [one]);
  }
  return [...tracks.values()];
}
