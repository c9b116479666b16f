import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DAY_MS, HOUR_MS, shift } from '../../platform/clock/duration.js';
import { Platform } from '../../platform/platform.js';
import { LocationPartitionsRepository, type RunOutcome } from './location-partitions.repository.js';

const RETENTION_TASK = 'location-retention';

/** Fixes of the last 24 h and one minute ahead are taken: without these three days uploads would fail. */
const NEEDED_NOW = { daysBack: 1, daysAhead: 1 };

/** They are made a week ahead: with so few left something has failed for days, and a person has one more day to mend it. */
const NEEDED_SOON_DAYS = 2;

/** A failed run is tried again every hour: two days of them need a person. */
const OVERDUE_MS = 2 * DAY_MS;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The history has one partition a day: made before the day comes, dropped when all of it is older than it may be kept. */
@Injectable()
export class LocationPartitions implements OnApplicationBootstrap {
  private readonly logger = new Logger('location-partitions');

  constructor(
    private readonly repository: LocationPartitionsRepository,
    private readonly platform: Platform,
  ) {}

  /** Before the first request: a start that cannot make the days needed now fails. */
  async onApplicationBootstrap(): Promise<void> {
    await this.createUntil(NEEDED_NOW.daysAhead);
    await this.tend();
    this.platform.schedule.inEveryProcess(HOUR_MS, 'location-partitions', () => this.tend());
  }

  /** One round of the timer. What fails is tried again in an hour; the days ahead are there for that. */
  async tend(): Promise<void> {
    try {
      await this.createUntil(this.platform.config.rules.LOCATION_PARTITIONS_AHEAD_DAYS);
      await this.dropExpired();
    } catch (error) {
      this.logger.error(error instanceof Error ? error.stack : String(error));
    }
  }

  /** Creates what is missing from yesterday to `daysAhead` days from now; returns the days made. */
  async createUntil(daysAhead: number): Promise<string[]> {
    const missing = await this.missingUntil(daysAhead);
    const made: string[] = [];
    // Each by itself: attaching locks users and jobs against writes for as long as its transaction lasts.
    for (const day of missing) if (await this.repository.create(day)) made.push(day);
    if (made.length > 0) this.logger.log(`made ${made.join(', ')}`);
    return made;
  }

  /** Days of which positions are taken now or very soon, and that have no partition: it should never give one. */
  missingSoon(): Promise<string[]> {
    return this.missingUntil(NEEDED_SOON_DAYS);
  }

  private missingUntil(daysAhead: number): Promise<string[]> {
    const now = this.platform.clock.now();
    return this.repository.missing(
      dayOf(shift(now, -NEEDED_NOW.daysBack * DAY_MS)),
      dayOf(shift(now, daysAhead * DAY_MS)),
    );
  }

  /** Drops partitions that are too old as a whole, once an hour over all processes; returns their names. */
  async dropExpired(): Promise<string[]> {
    let dropped: string[] = [];
    // A run that finds nothing to drop is a success too: only a run that is missing or failed is to be told of.
    await this.platform.schedule.runSlot(HOUR_MS, RETENTION_TASK, async () => {
      const outcome = await this.drop(await this.repository.before(this.oldestKept()));
      ({ dropped } = outcome);
      return outcome;
    });
    if (dropped.length > 0) this.logger.log(`dropped ${dropped.join(', ')}`);
    return dropped;
  }

  /** Since when positions may lie here longer than they should: null while the task has succeeded within two days. */
  async overdueSince(): Promise<Date | null> {
    const { succeededAt, firstRunAt } = await this.repository.lastSuccess(RETENTION_TASK);
    const since = succeededAt ?? firstRunAt;
    return since && this.platform.clock.now().getTime() - since.getTime() > OVERDUE_MS ? since : null;
  }

  private oldestKept(): string {
    return dayOf(shift(this.platform.clock.now(), -this.platform.config.rules.LOCATION_RETENTION_DAYS * DAY_MS));
  }

  private async drop(expired: readonly string[]): Promise<RunOutcome> {
    const dropped: string[] = [];
    const failed: Record<string, string> = {};
    for (const name of expired)
      try {
        await this.platform.database.transaction(() => this.repository.drop(name));
        dropped.push(name);
      } catch (error) {
        failed[name] = String(error);
        this.logger.warn(`${name} stays for now: ${String(error)}`);
      }
    return { dropped, failed };
  }
}
