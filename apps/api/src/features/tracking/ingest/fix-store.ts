import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { Sighting } from '../fix-grading.js';
import { nameOf, TrackingRepository } from '../tracking.repository.js';
import { RecentTracks } from './recent-tracks.js';
import { IngestRepository, type Surroundings, type TrackedFix } from './ingest.repository.js';

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
    private readonly config: Config,
  ) {}

  /** For each of `wanted` what its fixes are judged by. */
  async around(wanted: readonly Surroundings[]): Promise<Sighting[][]> {
    const known = wanted.map((one) => this.recent.before(one));
    const asked = await this.read(wanted.filter((_, index) => known[index] === null));
    return known.map((sighting) => (sighting ? [sighting] : (asked.shift() ?? [])));
  }

  private async read(wanted: readonly Surroundings[]): Promise<Sighting[][]> {
    if (wanted.length === 0) return [];
    if (!this.config.historyIsDistributed) return this.shared.around(wanted);
    return Promise.all(
      wanted.map(({ from, earliest, latest, ...track }) => this.single.around(track, from, earliest, latest)),
    );
  }

  /** Names of those that were new. Those of one moment and guard count once. */
  async insert(fixes: readonly TrackedFix[]): Promise<Set<string>> {
    const byName = new Map(fixes.map((fix) => [nameOf(fix), fix]));
    if (byName.size === 0) return new Set();
    const sorted = [...byName.values()].sort(inOrderOfKey);
    const stored = this.config.historyIsDistributed
      ? await this.insertGuardByGuard(sorted)
      : await this.shared.insert(sorted);
    const names = stored ?? new Set(byName.keys());
    this.recent.remember(sorted.filter((fix) => names.has(nameOf(fix))));
    return names;
  }

  private async insertGuardByGuard(sorted: readonly TrackedFix[]): Promise<Set<string>> {
    const stored = new Set<string>();
    for (const fixes of byTrack(sorted)) {
      const [first] = fixes;
      if (!first) continue;
      const names = (await this.single.insert(first, fixes, first.receivedAt)) ?? fixes.map(nameOf);
      for (const name of names) stored.add(name);
    }
    return stored;
  }
}

const inOrderOfKey = (a: TrackedFix, b: TrackedFix): number =>
  a.guardId === b.guardId ? a.recordedAt.getTime() - b.recordedAt.getTime() : a.guardId < b.guardId ? -1 : 1;

function byTrack(sorted: readonly TrackedFix[]): TrackedFix[][] {
  const tracks = new Map<string, TrackedFix[]>();
  for (const fix of sorted) {
    const key = fix.guardId + fix.jobId;
    tracks.set(key, [...(tracks.get(key) ?? []), fix]);
  }
  return [...tracks.values()];
}
