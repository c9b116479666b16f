import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { Sighting } from '../fix-grading.js';
import { nameOf, type NewFix, TrackingRepository } from '../tracking.repository.js';
import { IngestRepository, type ReadJob, type Surroundings } from './ingest.repository.js';
import { RecentTracks } from './recent-tracks.js';

/**
 * Reads and writes fixes of many guards: in shared statements on one PostgreSQL, guard by guard where the history is
 * distributed over several (a statement of many guards is 20 times slower there and counts wrongly).
 */
@Injectable()
export class FixStore {
  constructor(
    private readonly shared: IngestRepository,
    private readonly single: TrackingRepository,
    private readonly recent: RecentTracks,
    private readonly platform: Platform,
  ) {}

  /** For each of `wanted` what its fixes are judged by. */
  async around(wanted: readonly Surroundings[]): Promise<Sighting[][]> {
    const known = wanted.map((one) => this.recent.before(one));
    const asked = await this.read(wanted.filter((_, index) => known[index] === null));
    return known.map((sighting) => (sighting ? [sighting] : (asked.shift() ?? [])));
  }

  private async read(wanted: readonly Surroundings[]): Promise<Sighting[][]> {
    if (wanted.length === 0) return [];
    if (!this.platform.config.historyIsDistributed) return this.shared.around(wanted);
    return Promise.all(
      wanted.map(({ from, earliest, latest, ...track }) => this.single.around(track, from, earliest, latest)),
    );
  }

  /**
   * Names of those that were new; null when all were, the ordinary case. Those of one moment and guard count once.
   * @param jobs that they were judged by. @throws JobsChanged: see `IngestRepository.insert`; never where the history is
   *   distributed, whose statements are of one guard and know no job
   */
  async insert(fixes: readonly NewFix[], jobs: readonly ReadJob[]): Promise<Set<string> | null> {
    if (fixes.length === 0) return null;
    const sorted = withoutTwins([...fixes].sort(inOrderOfKey));
    const names = this.platform.config.historyIsDistributed
      ? await this.insertGuardByGuard(sorted)
      : await this.shared.insert(sorted, jobs);
    this.recent.remember(names === null ? sorted : sorted.filter(isNamedIn(names)));
    if (names === null && sorted.length === fixes.length) return null;
    return names ?? new Set(sorted.map(({ guardId, fix }) => nameOf(guardId, fix.recordedAt)));
  }

  private async insertGuardByGuard(sorted: readonly NewFix[]): Promise<Set<string>> {
    const stored = new Set<string>();
    for (const fixes of byTrack(sorted)) {
      const [first] = fixes;
      if (!first) continue;
      const names = await this.single.insert(first, fixes, first.receivedAt);
      for (const { guardId, fix } of fixes) {
        const name = nameOf(guardId, fix.recordedAt);
        if (names === null || names.has(name)) stored.add(name);
      }
    }
    return stored;
  }
}

/** Whether a fix is among those named. */
const isNamedIn =
  (names: ReadonlySet<string>) =>
  ({ guardId, fix }: NewFix): boolean =>
    names.has(nameOf(guardId, fix.recordedAt));

const inOrderOfKey = (a: NewFix, b: NewFix): number =>
  a.guardId === b.guardId ? a.fix.recordedAt.getTime() - b.fix.recordedAt.getTime() : a.guardId < b.guardId ? -1 : 1;

/** In order of their keys, twins are neighbours; the first stays. */
const withoutTwins = (sorted: readonly NewFix[]): NewFix[] =>
  sorted.filter((one, index) => {
    const before = sorted[index - 1];
    return !before || inOrderOfKey(before, one) !== 0;
  });

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
