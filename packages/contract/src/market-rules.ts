import { z } from 'zod';

/**
 * The rules of the market that people are told of, as this server has them: docs/rules.md says what each does. Whoever says one
 * to people, or acts by one, reads it here. Units are in the names.
 */
/** Shares of the score of a guard; together 1. */
export const scoreWeights = z
  .object({
    proximity: z.number(),
    skills: z.number(),
    rating: z.number(),
    acceptance: z.number(),
    fairness: z.number(),
  })
  .meta({ id: 'ScoreWeights' });
export type ScoreWeights = z.output<typeof scoreWeights>;

export const marketRules = z
  .object({
    platformFeePercent: z.int(),
    billingStepMinutes: z.int(),
    billingGraceMinutes: z.int(),
    billingMinimumMinutes: z.int(),
    correctionHours: z.int(),
    correctionAnswerHours: z.int(),
    tipMostCents: z.int(),
    /** A booking of more is confirmed once more. */
    secondLookCents: z.int(),
    /** What a customer pays, in percent of the price, who cancels with at least so many hours left; the earliest first. */
    cancellationBands: z.array(z.object({ fromHours: z.int(), percent: z.int() })),
    holdAheadDays: z.int(),
    jobMinHours: z.int(),
    jobMaxHours: z.int(),
    bookingAheadMaxDays: z.int(),
    /** Open jobs of a customer none of whose jobs was ever done. */
    newCustomerOpenJobs: z.int(),
    soonHours: z.int(),
    scoreWeights,
    /** Scores this near are a tie: who was assigned longest ago goes first. */
    scoreTiePoints: z.number(),
    /** With fewer ratings a rating has no part in the score, with fewer offers the market's average stands for theirs. */
    ratingsNeeded: z.int(),
    acceptanceOffersNeeded: z.int(),
    /** On the way between two jobs, as the crow flies; and what is added to it. */
    travelSpeedMps: z.number(),
    travelMarginMinutes: z.int(),
    /** The most work of one guard within any 24 hours, and within any 7 days. */
    dayWorkMaxHours: z.int(),
    weekWorkMaxHours: z.int(),
    /** A guard has so long to answer a proposal, and at most until so long before the start. */
    proposalOpenHours: z.int(),
    proposalBeforeStartHours: z.int(),
    geofenceMeters: z.int(),
    /** So much of a position's inexactness is allowed for on top of the radius of the site. */
    geofenceAccuracyMeters: z.int(),
    /** A check-out so long before the booked end, or longer, says why. */
    earlyCheckOutMinutes: z.int(),
    /** After the booked end: both are reminded once more, and the system ends the job. */
    checkOutReminderMinutes: z.int(),
    clockEndsMinutes: z.int(),
    /** Positions are taken until so long after the booked end. */
    trackingAfterEndMinutes: z.int(),
    lateAnswerMinutes: z.int(),
    lateWaitMinutes: z.int(),
    leftPostMinutes: z.int(),
    checkInEarlyMinutes: z.int(),
    noShowAlertMinutes: z.int(),
    noShowReopenMinutes: z.int(),
    trackingBeforeStartHours: z.int(),
    positionFreshMinutes: z.int(),
    silenceMinutes: z.int(),
    /** One position so exact shows by itself where somebody is. */
    fixGoodMeters: z.int(),
    fixPoorMeters: z.int(),
    fixMaxAgeHours: z.int(),
    fixMaxSpeedMps: z.number(),
    locationRetentionDays: z.int(),
    erasureGraceDays: z.int(),
  })
  .meta({ id: 'MarketRules' });
export type MarketRules = z.output<typeof marketRules>;
