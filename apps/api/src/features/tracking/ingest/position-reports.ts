import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Position } from '@aegis/contract';
import { LRUCache } from 'lru-cache';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { type PositionReport, GuardProfilesService } from '../../guard-profiles/guard-profiles.service.js';
import { distanceMeters, type Sighting } from '../fix-grading.js';

/** A search for guards counts positions of the last 15 minutes: a quarter of a second is nothing to it. */
const EVERY_MS = 250;
const GUARDS_AT_ONCE = 500;
const REMEMBERED_GUARDS = 50_000;

/**
 * The current position of guards: the dear write of tracking (three GiST indexes on the row), so it is left out for who has
 * hardly moved, gathered for many guards, and waited for by nobody. What is lost with the process comes with the next fix.
 */
@Injectable()
export class PositionReports implements OnApplicationShutdown {
  private readonly logger = new Logger('position-reports');
  private readonly pending = new Map<string, PositionReport>();
  private readonly written = new LRUCache<string, Sighting>({ max: REMEMBERED_GUARDS });
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly guardProfiles: GuardProfilesService,
    private readonly platform: Platform,
  ) {}

  /** Never moved back: the database compares the times again. */
  report(guardId: string, fix: Position & { recordedAt: Date }): void {
    const now = this.platform.clock.now();
    // A phone's clock ahead of ours must not hold back the next fixes as older than the position.
    const recordedAt = fix.recordedAt < now ? fix.recordedAt : now;
    const { lat, lng } = fix;
    if (this.hasHardlyMoved(guardId, { lat, lng, recordedAt })) return;
    const waiting = this.pending.get(guardId);
    if (waiting && waiting.recordedAt >= recordedAt) return;
    this.pending.set(guardId, { guardId, location: { lat, lng }, recordedAt });
    this.timer ??= setTimeout(() => void this.flush(), EVERY_MS);
  }

  /** Writes what is gathered; one after the other. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writePending());
    return this.writing;
  }

  onApplicationShutdown(): Promise<void> {
    return this.flush();
  }

  private async writePending(): Promise<void> {
    const reports = [...this.pending.values()];
    this.pending.clear();
    for (let first = 0; first < reports.length; first += GUARDS_AT_ONCE)
      await this.write(reports.slice(first, first + GUARDS_AT_ONCE));
  }

  private async write(reports: PositionReport[]): Promise<void> {
    try {
      await this.guardProfiles.reportPositions(reports);
      for (const { guardId, location, recordedAt } of reports) this.written.set(guardId, { ...location, recordedAt });
    } catch (error) {
      this.logger.warn(
        `${reports.length} positions were not written, the next fixes bring newer ones: ${String(error)}`,
      );
    }
  }

  private hasHardlyMoved(guardId: string, seen: Sighting): boolean {
    const last = this.written.get(guardId);
    if (!last) return false;
    const { POSITION_MOVED_METERS, POSITION_STALE_SECONDS } = this.platform.config.rules;
    const ageMs = seen.recordedAt.getTime() - last.recordedAt.getTime();
    return (
      ageMs <= 0 || (ageMs <= POSITION_STALE_SECONDS * SECOND_MS && distanceMeters(last, seen) < POSITION_MOVED_METERS)
    );
  }
}
