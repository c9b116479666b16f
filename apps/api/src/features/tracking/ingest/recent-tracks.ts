import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import type { Sighting } from '../fix-grading.js';
import type { Surroundings } from '../history/fix-history.js';
import type { NewFix } from '../tracking.repository.js';

const REMEMBERED_GUARDS = 50_000;
/** A guard on the move sends every 15 s. What another process has stored meanwhile is at most so old. */
const RECENT_MS = MINUTE_MS;

interface Remembered {
  jobId: string;
  sighting: Sighting;
}

/**
 * The last stored fix of guards who have just sent one: speed is measured from it without asking the database, which was half
 * of the work of a live fix. Only for fixes that come after it; a batch that comes late is judged by what is stored.
 */
@Injectable()
export class RecentTracks {
  private readonly byGuard = new LRUCache<string, Remembered>({ max: REMEMBERED_GUARDS, ttl: RECENT_MS });

  /** Null when the database has to be asked. */
  before({ guardId, jobId, earliest }: Surroundings): Sighting | null {
    const last = this.byGuard.get(guardId);
    return last?.jobId === jobId && last.sighting.recordedAt <= earliest ? last.sighting : null;
  }

  /** @param fixes stored just now, each guard's together and in order of recording. */
  remember(fixes: readonly NewFix[]): void {
    for (const [index, { guardId, jobId, fix }] of fixes.entries()) {
      const next = fixes[index + 1];
      if (next?.guardId === guardId && next.jobId === jobId) continue;
      const last = this.byGuard.get(guardId);
      if (last && last.jobId === jobId && last.sighting.recordedAt > fix.recordedAt) continue;
      const { lat, lng, recordedAt } = fix;
      this.byGuard.set(guardId, { jobId, sighting: { lat, lng, recordedAt } });
    }
  }
}
