import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HOUR_MS, shift } from '../../platform/clock/duration.js';
import { Platform } from '../../platform/platform.js';
import { SYSTEM } from '../../platform/timeline/timeline.js';
import { JobCommitments } from '../jobs/parties/job-commitments.js';
import { EndingLicensesRepository } from './ending-licenses.repository.js';
import { GuardProfilesRepository } from './guard-profiles.repository.js';

/** By now its last day is over wherever the guard is: a calendar day ends last twelve hours west of Greenwich. */
const DAY_IS_OVER_MS = 12 * HOUR_MS;
/** Of the end, so long ahead each guard is reminded. */
const DAYS_AHEAD: readonly number[] = [60, 30, 7];
const REASON = 'The licence has ended. Enter the renewed one.';

/** A licence that has ended is verified no more: the guard's future jobs go back to dispatch, and they are asked for the new one. */
@Injectable()
export class LicenseEnds implements OnModuleInit {
  private readonly logger = new Logger('license-ends');

  constructor(
    private readonly repository: GuardProfilesRepository,
    private readonly ending: EndingLicensesRepository,
    private readonly commitments: JobCommitments,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.schedule.every(HOUR_MS, 'license-ends', () => this.run());
  }

  /** One that fails stops no other; it is tried again in an hour. */
  async run(): Promise<{ ended: number; failed: number }> {
    const counts = { ended: 0, failed: 0 };
    const today = shift(this.platform.clock.now(), -DAY_IS_OVER_MS).toISOString().slice(0, 10);
    for (const userId of await this.repository.endedLicenses(today)) {
      if (this.platform.schedule.isEnding) break;
      try {
        await this.end(userId, today);
        counts.ended++;
      } catch (error) {
        this.logger.error(`${userId}: ${error instanceof Error ? error.stack : String(error)}`);
        counts.failed++;
      }
    }
    await this.remind(shift(this.platform.clock.now(), -DAY_IS_OVER_MS));
    return counts;
  }

  /** So many days ahead; each once for each end that a licence has. A guard who came later is told of the nearest alone. */
  private async remind(now: Date): Promise<void> {
    const { database, timeline } = this.platform;
    await database.transaction(async () => {
      const ending = await this.ending.find(now.toISOString().slice(0, 10), DAYS_AHEAD);
      const told = ending.map(({ userId, expiresOn, days }) => ({ userId, details: { expiresOn, days } }));
      await timeline.recordForPersons(told, { type: 'user.license_ends', actor: SYSTEM });
    });
  }

  private async end(userId: string, today: string): Promise<void> {
    const { clock, timeline } = this.platform;
    await this.commitments.during({ userId, cause: 'papers_changed' }, async () => {
      if (await this.repository.endLicense(userId, today, clock.now(), REASON))
        await timeline.record({
          subject: { userId },
          type: 'user.verification_refused',
          actor: SYSTEM,
          details: { reason: REASON },
        });
    });
  }
}
