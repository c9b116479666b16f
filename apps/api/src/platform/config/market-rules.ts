import { type MarketRules, scoreShares, type ScoreWeights } from '@aegis/contract';
import type { CancellationBand } from './cancellation-bands.js';
import type { Rules } from './rules.js';

/** The rules that people are told of, under the contract's names; the rest is nobody's business but the operator's. */
export function marketRulesOf(rules: Rules, cancellationPolicy: readonly CancellationBand[]): MarketRules {
  return {
    platformFeePercent: rules.PLATFORM_FEE_PERCENT,
    billingStepMinutes: rules.BILLING_STEP_MINUTES,
    billingGraceMinutes: rules.BILLING_GRACE_MINUTES,
    billingMinimumMinutes: rules.BILLING_MINIMUM_MINUTES,
    correctionHours: rules.CORRECTION_HOURS,
    correctionAnswerHours: rules.CORRECTION_ANSWER_HOURS,
    tipMostCents: rules.TIP_MOST_CENTS,
    secondLookCents: rules.SECOND_LOOK_CENTS,
    cancellationBands: [...cancellationPolicy],
    holdAheadDays: rules.HOLD_AHEAD_DAYS,
    jobMinHours: rules.JOB_MIN_HOURS,
    jobMaxHours: rules.JOB_MAX_HOURS,
    bookingAheadMaxDays: rules.BOOKING_AHEAD_MAX_DAYS,
    newCustomerOpenJobs: rules.NEW_CUSTOMER_OPEN_JOBS,
    soonHours: rules.SOON_HOURS,
    scoreWeights: scoreWeightsOf(rules),
    scoreTiePoints: rules.SCORE_TIE_POINTS,
    ratingsNeeded: rules.SCORE_RATINGS_NEEDED,
    acceptanceOffersNeeded: rules.SCORE_OFFERS_NEEDED,
    travelSpeedMps: rules.TRAVEL_SPEED_MPS,
    travelMarginMinutes: rules.TRAVEL_MARGIN_MINUTES,
    dayWorkMaxHours: rules.DAY_WORK_MAX_HOURS,
    weekWorkMaxHours: rules.WEEK_WORK_MAX_HOURS,
    proposalOpenHours: rules.PROPOSAL_OPEN_HOURS,
    proposalBeforeStartHours: rules.PROPOSAL_BEFORE_START_HOURS,
    geofenceMeters: rules.GEOFENCE_METERS,
    geofenceAccuracyMeters: rules.GEOFENCE_ACCURACY_METERS,
    earlyCheckOutMinutes: rules.EARLY_CHECK_OUT_MINUTES,
    checkOutReminderMinutes: rules.CHECK_OUT_REMINDER_MINUTES,
    clockEndsMinutes: rules.CLOCK_ENDS_MINUTES,
    trackingAfterEndMinutes: rules.TRACKING_AFTER_END_MINUTES,
    lateAnswerMinutes: rules.LATE_ANSWER_MINUTES,
    lateWaitMinutes: rules.LATE_WAIT_MINUTES,
    leftPostMinutes: rules.LEFT_POST_MINUTES,
    checkInEarlyMinutes: rules.CHECK_IN_EARLY_MINUTES,
    noShowAlertMinutes: rules.NO_SHOW_ALERT_MINUTES,
    noShowReopenMinutes: rules.NO_SHOW_REOPEN_MINUTES,
    trackingBeforeStartHours: rules.TRACKING_BEFORE_START_HOURS,
    positionFreshMinutes: rules.POSITION_FRESH_MINUTES,
    silenceMinutes: rules.SILENCE_MINUTES,
    fixGoodMeters: rules.FIX_GOOD_METERS,
    fixPoorMeters: rules.FIX_POOR_METERS,
    fixMaxAgeHours: rules.FIX_MAX_AGE_HOURS,
    fixMaxSpeedMps: rules.FIX_MAX_SPEED_MPS,
    locationRetentionDays: rules.LOCATION_RETENTION_DAYS,
    erasureGraceDays: rules.ERASURE_GRACE_DAYS,
  };
}

/** Each weight counts for its part of their sum. */
export function scoreWeightsOf(rules: Rules): ScoreWeights {
  const weights = {
    proximity: rules.SCORE_PROXIMITY_WEIGHT,
    skills: rules.SCORE_SKILLS_WEIGHT,
    rating: rules.SCORE_RATING_WEIGHT,
    acceptance: rules.SCORE_ACCEPTANCE_WEIGHT,
    fairness: rules.SCORE_FAIRNESS_WEIGHT,
  };
  return scoreShares(weights, weights);
}
