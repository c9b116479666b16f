import { Injectable } from '@nestjs/common';
import type { Job } from '@aegis/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { DAY_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { Config } from '../../../platform/config/config.js';
import { payoutPerHourCents } from '../../../platform/money/money.js';
import type { Demand } from './candidates.repository.js';
import { startsSoon } from '../search/wave-plan.js';

type Wanted = Pick<
  Job,
  'location' | 'startTime' | 'endTime' | 'requiredClearanceLevel' | 'requiredSkills' | 'hourlyRateCents'
> & { id?: string };

/** Turns a job, or the draft of one, into what is asked of a guard under the market's rules. */
@Injectable()
export class Demands {
  constructor(
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** In the first radius and of everybody who has not said no; a wave narrows and widens it. */
  of(job: Wanted, wave: Partial<Pick<Demand, 'radiusMeters' | 'askedSince'>> = {}): Demand {
    const { rules } = this.config;
    const now = this.clock.now();
    return {
      ...job,
      jobId: job.id ?? null,
      payoutPerHourCents: payoutPerHourCents(job.hourlyRateCents, rules.PLATFORM_FEE_PERCENT),
      radiusMeters: wave.radiusMeters ?? rules.SEARCH_RADIUS_METERS,
      licensedThrough: shift(job.endTime, rules.LICENSE_MARGIN_DAYS * DAY_MS)
        .toISOString()
        .slice(0, 10),
      seenSince: startsSoon(job.startTime, now, rules) ? shift(now, -rules.POSITION_FRESH_MINUTES * MINUTE_MS) : null,
      askedSince: wave.askedSince ?? null,
      payoutsMustBeReady: rules.PAYOUT_ACCOUNT_REQUIRED > 0,
      now,
    };
  }
}
