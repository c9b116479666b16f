import { z } from 'zod';

/**
 * The rules of the market that people are told of, as this server has them: docs/rules.md says what each does. Whoever says one
 * to people, or acts by one, reads it here. Units are in the names.
 */
export const marketRules = z
  .object({
    platformFeePercent: z.int(),
    billingStepMinutes: z.int(),
    billingMinimumMinutes: z.int(),
    /** What a customer pays, in percent of the price, who cancels with at least so many hours left; the earliest first. */
    cancellationBands: z.array(z.object({ fromHours: z.int(), percent: z.int() })),
    holdAheadDays: z.int(),
    jobMinHours: z.int(),
    jobMaxHours: z.int(),
    bookingAheadMaxDays: z.int(),
    soonHours: z.int(),
    /** A guard has so long to answer a proposal, and at most until so long before the start. */
    proposalOpenHours: z.int(),
    proposalBeforeStartHours: z.int(),
    geofenceMeters: z.int(),
    geofenceLimitMeters: z.int(),
    checkInEarlyMinutes: z.int(),
    noShowAlertMinutes: z.int(),
    noShowReopenMinutes: z.int(),
    trackingBeforeStartHours: z.int(),
    positionFreshMinutes: z.int(),
    silenceMinutes: z.int(),
    fixPoorMeters: z.int(),
    fixMaxAgeHours: z.int(),
    fixMaxSpeedMps: z.number(),
    locationRetentionDays: z.int(),
    erasureGraceDays: z.int(),
  })
  .meta({ id: 'MarketRules' });
export type MarketRules = z.output<typeof marketRules>;
