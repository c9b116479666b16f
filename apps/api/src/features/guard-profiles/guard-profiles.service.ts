import { Injectable } from '@nestjs/common';
import type { PageQuery, Position, WorkingHours } from '@aegis/contract';
import { beginningWith } from '../../platform/database/beginning.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { pageOf, readCursor } from '../../platform/http/paging.js';
import { Platform } from '../../platform/platform.js';
import type { Actor } from '../../platform/timeline/timeline.js';
import { UserFiles } from '../identity/users/user-files.js';
import { JobCommitments } from '../jobs/parties/job-commitments.js';
import { freshSince } from './freshness.js';
import { rangesOfDays, rangesOfWeek } from './working-hours.js';
import { TimeZones } from './time-zones.js';
import { guardEvents } from './guard-profiles.events.js';
import { guardProfileErrors } from './guard-profiles.errors.js';
import { type GuardProfile, GuardProfilesRepository, type ProfileForm } from './guard-profiles.repository.js';

/** Where a guard was seen. */
export interface PositionReport {
  guardId: string;
  location: Position;
  recordedAt: Date;
}

@Injectable()
export class GuardProfilesService {
  constructor(
    private readonly repository: GuardProfilesRepository,
    private readonly zones: TimeZones,
    private readonly commitments: JobCommitments,
    private readonly files: UserFiles,
    private readonly platform: Platform,
  ) {}

  /** @throws 404 when this is no living guard. */
  async get(userId: string): Promise<GuardProfile> {
    const profile = await this.repository.byUser(userId);
    if (!profile) throw httpErrors.problem('not_found');
    return profile;
  }

  /** A guard has a profile from their first look at it on. */
  async own(userId: string): Promise<GuardProfile> {
    await this.repository.createEmpty(this.platform.ids.next(), userId, this.platform.clock.now());
    return this.get(userId);
  }

  /** Jobs and offers that the guard no longer fits are let go of in the same transaction. */
  async replace(userId: string, form: ProfileForm): Promise<GuardProfile> {
    const today = this.platform.clock.now().toISOString().slice(0, 10);
    if (form.licenseExpiresOn < today) throw guardProfileErrors.problem('license_expired');
    return this.commitments.during({ userId, cause: 'papers_changed' }, async () => {
      const before = await this.own(userId);
      await this.repository.replace(userId, form, await this.zones.at(form.baseLocation));
      await this.platform.queue.publish(guardEvents['guard.changed'], { guardId: userId });
      const after = await this.get(userId);
      if (isWaiting(after) && !isWaiting(before)) await this.tellWaiting(userId);
      return after;
    });
  }

  private async tellWaiting(userId: string): Promise<void> {
    const actor = { id: userId, role: 'guard' } as const;
    await this.platform.timeline.record({ subject: { userId }, type: 'user.papers_waiting', actor, details: {} });
  }

  async setAvailability(
    userId: string,
    status: 'available' | 'offline',
    location: Position | undefined,
  ): Promise<GuardProfile> {
    const { clock, database, queue } = this.platform;
    return database.transaction(async () => {
      const profile = await this.own(userId);
      if (status === 'available') this.refuseUnready(profile, location);
      if (!(await this.repository.setAvailability(userId, status))) throw guardProfileErrors.problem('on_a_job');
      if (location) await this.reportPosition(userId, { location, recordedAt: clock.now() });
      if (status === 'available' && !this.isOnDuty(profile))
        await queue.publish(guardEvents['guard.on_duty'], { guardId: userId });
      if (status === 'offline') await queue.publish(guardEvents['guard.changed'], { guardId: userId });
      return this.get(userId);
    });
  }

  /** When the guard works, and when not; null: at any time. Hours are those of their base, which must be known. */
  async setWorkingHours(userId: string, hours: WorkingHours): Promise<GuardProfile> {
    return this.platform.database.transaction(async () => {
      const { baseLocation } = await this.own(userId);
      if (!baseLocation) throw guardProfileErrors.problem('profile_incomplete');
      await this.repository.setWorkingHours(userId, {
        timeZone: await this.zones.at(baseLocation),
        workingWeek: hours.workingWeek && rangesOfWeek(hours.workingWeek),
        daysOff: rangesOfDays(hours.daysOff),
      });
      return this.get(userId);
    });
  }

  /** The last known position; ignored when a later one is known, or when the guard has hardly moved. */
  async reportPosition(userId: string, seen: { location: Position; recordedAt: Date }): Promise<void> {
    const { POSITION_MOVED_METERS, POSITION_STALE_SECONDS } = this.platform.config.rules;
    await this.repository.reportPosition(userId, seen.location, seen.recordedAt, {
      movedMeters: POSITION_MOVED_METERS,
      staleSeconds: POSITION_STALE_SECONDS,
    });
  }

  /** The same for many guards in one statement; each at most once. */
  async reportPositions(reports: readonly PositionReport[]): Promise<void> {
    const { POSITION_MOVED_METERS, POSITION_STALE_SECONDS } = this.platform.config.rules;
    await this.repository.reportPositions(reports, {
      movedMeters: POSITION_MOVED_METERS,
      staleSeconds: POSITION_STALE_SECONDS,
    });
  }

  /** Holds the guard's person and row for the open transaction and notes that they were given a job. */
  async markAssigned(userId: string): Promise<void> {
    await this.repository.markAssigned(userId, this.platform.clock.now());
    await this.platform.queue.publish(guardEvents['guard.changed'], { guardId: userId });
  }

  async waiting(
    query: PageQuery,
  ): Promise<{ items: (GuardProfile & { hasLicenseScan: boolean })[]; nextCursor: string | null }> {
    const waiting = await this.repository.waiting(readCursor(query.cursor), query.limit + 1);
    const withScan = await this.files.whoHas(
      'license_scan',
      waiting.map(({ userId }) => userId),
    );
    const rows = waiting.map((profile) => ({ ...profile, hasLicenseScan: withScan.has(profile.userId) }));
    return pageOf(rows, query.limit, (profile) => ({ at: profile.createdAt, id: profile.userId }));
  }

  /** An administrator has seen these papers. @throws 409 `papers_changed` when others have taken their place. */
  async verify(userId: string, papersVersion: number): Promise<GuardProfile> {
    if (!(await this.repository.verify(userId, papersVersion, this.platform.clock.now())))
      throw guardProfileErrors.problem(await this.whyNotDecided(userId));
    return this.get(userId);
  }

  /** They cannot be accepted, and the guard is told why. @throws 409 `papers_changed` as for `verify`. */
  async refuse(userId: string, papersVersion: number, actor: Actor, reason: string): Promise<GuardProfile> {
    const { clock, database, timeline } = this.platform;
    return database.transaction(async () => {
      if (!(await this.repository.refuse(userId, papersVersion, clock.now(), reason)))
        throw guardProfileErrors.problem(await this.whyNotDecided(userId));
      await timeline.record({ subject: { userId }, type: 'user.verification_refused', actor, details: { reason } });
      return this.get(userId);
    });
  }

  private async whyNotDecided(userId: string): Promise<'nothing_to_verify' | 'papers_changed'> {
    return (await this.get(userId)).licenseNumber === null ? 'nothing_to_verify' : 'papers_changed';
  }

  /** Whether their account at the payment provider can be paid. A guard who waited on duty for it sees open jobs at once. */
  async setPayoutsReady(userId: string, ready: boolean): Promise<void> {
    const { clock, database, queue } = this.platform;
    // Asked with every payout, and nearly always known.
    if ((await this.repository.isPayoutsReady(userId)) === ready) return;
    await database.transaction(async () => {
      const changed = await this.repository.setPayoutsReady(userId, ready ? clock.now() : null);
      if (changed && ready && this.isOnDuty(changed))
        await queue.publish(guardEvents['guard.on_duty'], { guardId: userId });
      if (changed && !ready) await queue.publish(guardEvents['guard.changed'], { guardId: userId });
    });
  }

  /** Guards by the beginning of their licence number, as it is typed. */
  byLicense(words: string, limit: number): Promise<string[]> {
    return this.repository.byLicense(beginningWith(words), limit);
  }

  counts(): Promise<{ available: number; waiting: number }> {
    return this.repository.counts();
  }

  /** A guard with an old position is found by no search: to matching they come on duty when they show themself again. */
  private isOnDuty({
    availabilityStatus,
    locationUpdatedAt,
  }: Pick<GuardProfile, 'availabilityStatus' | 'locationUpdatedAt'>): boolean {
    const since = freshSince(this.platform.clock.now(), this.platform.config.rules);
    return availabilityStatus === 'available' && locationUpdatedAt !== null && locationUpdatedAt >= since;
  }

  private refuseUnready(profile: GuardProfile, location: Position | undefined): void {
    if (!profile.licenseNumber || !profile.hourlyRateCents || !profile.baseLocation)
      throw guardProfileErrors.problem('profile_incomplete');
    if (!location) throw guardProfileErrors.problem('position_needed');
  }
}

/** An administrator is to look at the papers. */
const isWaiting = ({ licenseNumber, licenseVerifiedAt, licenseRefusal }: GuardProfile): boolean =>
  licenseNumber !== null && licenseVerifiedAt === null && licenseRefusal === null;
