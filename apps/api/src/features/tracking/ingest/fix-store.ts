import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { Sighting } from '../fix-grading.js';
import { nameOf, TrackingRepository } from '../tracking.repository.js';
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
    private readonly config: Config,
  ) {}

  around(wanted: readonly Surroundings[]): Promise<Sighting[][]> {
    if (!this.config.historyIsDistributed) return wanted.length > 0 ? this.shared.around(wanted) : Promise.resolve([]);
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
    return stored ?? new Set(byName.keys());
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
