import { Injectable } from '@nestjs/common';
import type { Sighting } from '../fix-grading.js';
import { FixHistory, type ReadJob, type Surroundings } from '../history/fix-history.js';
import { nameOf, type NewFix } from '../tracking.repository.js';
import { RecentTracks } from './recent-tracks.js';

/** Reads and writes fixes of many guards, and remembers the last of each. */
@Injectable()
export class FixStore {
  constructor(
    private readonly history: FixHistory,
    private readonly recent: RecentTracks,
  ) {}

  /** For each of `wanted` what its fixes are judged by. */
  async around(wanted: readonly Surroundings[]): Promise<Sighting[][]> {
    const known = wanted.map((one) => this.recent.before(one));
    const unknown = wanted.filter((_, index) => known[index] === null);
    const asked = unknown.length > 0 ? await this.history.around(unknown) : [];
    return known.map((sighting) => (sighting ? [sighting] : (asked.shift() ?? [])));
  }

  /**
   * Names of those that were new; null when all were, the ordinary case. Those of one moment and guard count once.
   * @param jobs that they were judged by. @throws JobsChanged: see `FixHistory.insert`
   */
  async insert(fixes: readonly NewFix[], jobs: readonly ReadJob[]): Promise<Set<string> | null> {
    if (fixes.length === 0) return null;
    const sorted = withoutTwins([...fixes].sort(inOrderOfKey));
    const names = await this.history.insert(sorted, jobs);
    this.recent.remember(names === null ? sorted : sorted.filter(isNamedIn(names)));
    if (names === null && sorted.length === fixes.length) return null;
    return names ?? new Set(sorted.map(({ guardId, fix }) => nameOf(guardId, fix.recordedAt)));
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
