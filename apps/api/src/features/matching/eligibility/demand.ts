import { Injectable } from '@nestjs/common';
import type { ClearanceLevel, Job, Position } from '@aegis/contract';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { payoutPerHourCents } from '../../../platform/money/money.js';
import { Platform } from '../../../platform/platform.js';
import { freshSince } from '../../guard-profiles/freshness.js';
import { startsSoon } from '../search/wave-plan.js';

/** What a job asks of a guard. */
export interface Demand {
  /** Null: a draft that nobody can have declined. */
  jobId: string | null;
  location: Position;
  startTime: Date;
  endTime: Date;
  requiredClearanceLevel: ClearanceLevel;
  requiredSkills: string[];
  /** What the guard would get for an hour; their own rate is at most this. */
  payoutPerHourCents: number;
  radiusMeters: number;
  /** Calendar day (UTC) until which the licence must run. */
  licensedThrough: string;
  /** A position must be this recent; null: search from the base, whatever the availability is now. */
  seenSince: Date | null;
  /** From then on the job starts soon: offers made before went to any guard, on duty or not. */
  soonFrom: Date;
  /** Guards with a live offer, or one made at this moment or later, are left out; null: only those who said no. */
  askedSince: Date | null;
  payoutsMustBeReady: boolean;
  /** On the way, as the crow flies, and what is added to it between two jobs. */
  travelSpeedMps: number;
  travelMarginSeconds: number;
  /** The most work within any 24 hours and any 7 days. */
  dayWorkMaxHours: number;
  weekWorkMaxHours: number;
  now: Date;
}

type Wanted = Pick<
  Job,
  'location' | 'startTime' | 'endTime' | 'requiredClearanceLevel' | 'requiredSkills' | 'hourlyRateCents'
> & { id?: string };

/** Turns a job, or the draft of one, into what is asked of a guard under the market's rules. */
@Injectable()
export class Demands {
  constructor(private readonly platform: Platform) {}

  /** In the first radius and of everybody who has not said no; a wave narrows and widens it. */
  of(job: Wanted, wave: Partial<Pick<Demand, 'radiusMeters' | 'askedSince'>> = {}): Demand {
    const { rules } = this.platform.config;
    const now = this.platform.clock.now();
    return {
      ...job,
      jobId: job.id ?? null,
      payoutPerHourCents: payoutPerHourCents(job.hourlyRateCents, rules.PLATFORM_FEE_PERCENT),
      radiusMeters: wave.radiusMeters ?? rules.SEARCH_RADIUS_METERS,
      licensedThrough: dayOf(shift(job.endTime, rules.LICENSE_MARGIN_DAYS * DAY_MS)),
      seenSince: startsSoon(job.startTime, now, rules) ? freshSince(now, rules) : null,
      soonFrom: shift(job.startTime, -rules.SOON_HOURS * HOUR_MS),
      askedSince: wave.askedSince ?? null,
      payoutsMustBeReady: rules.PAYOUT_ACCOUNT_REQUIRED > 0,
      travelSpeedMps: rules.TRAVEL_SPEED_MPS,
      travelMarginSeconds: rules.TRAVEL_MARGIN_MINUTES * (MINUTE_MS / SECOND_MS),
      dayWorkMaxHours: rules.DAY_WORK_MAX_HOURS,
      weekWorkMaxHours: rules.WEEK_WORK_MAX_HOURS,
      now,
    };
  }

  /**
   * Of the guard who stands at the site. The days that a licence must outlast the job are a margin for what may come
   * between offer and job; now it has to cover the job.
   */
  atTheGate(job: Wanted): Demand {
    return { ...this.of(job), licensedThrough: dayOf(job.endTime) };
  }
}

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
