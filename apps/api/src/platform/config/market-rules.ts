import type { MarketRules } from '@aegis/contract';
import type { CancellationBand } from './cancellation-bands.js';
import type { Rules } from './rules.js';

/** The rules that people are told of, under the contract's names; the rest is nobody's business but the operator's. */
export function marketRulesOf(rules: Rules, cancellationPolicy: readonly CancellationBand[]): MarketRules {
  return {
    platformFeePercent: rules.PLATFORM_FEE_PERCENT,
    billingStepMinutes: rules.BILLING_STEP_MINUTES,
    billingMinimumMinutes: rules.BILLING_MINIMUM_MINUTES,
    cancellationBands: [...cancellationPolicy],
    holdAheadDays: rules.HOLD_AHEAD_DAYS,
    jobMinHours: rules.JOB_MIN_HOURS,
    jobMaxHours: rules.JOB_MAX_HOURS,
    bookingAheadMaxDays: rules.BOOKING_AHEAD_MAX_DAYS,
    soonHours: rules.SOON_HOURS,
    proposalOpenHours: rules.PROPOSAL_OPEN_HOURS,
    proposalBeforeStartHours: rules.PROPOSAL_BEFORE_START_HOURS,
    geofenceMeters: rules.GEOFENCE_METERS,
    geofenceLimitMeters: rules.GEOFENCE_LIMIT_METERS,
    checkInEarlyMinutes: rules.CHECK_IN_EARLY_MINUTES,
    noShowAlertMinutes: rules.NO_SHOW_ALERT_MINUTES,
    noShowReopenMinutes: rules.NO_SHOW_REOPEN_MINUTES,
    trackingBeforeStartHours: rules.TRACKING_BEFORE_START_HOURS,
    positionFreshMinutes: rules.POSITION_FRESH_MINUTES,
    silenceMinutes: rules.SILENCE_MINUTES,
    fixPoorMeters: rules.FIX_POOR_METERS,
    fixMaxAgeHours: rules.FIX_MAX_AGE_HOURS,
    fixMaxSpeedMps: rules.FIX_MAX_SPEED_MPS,
    locationRetentionDays: rules.LOCATION_RETENTION_DAYS,
    erasureGraceDays: rules.ERASURE_GRACE_DAYS,
  };
}
