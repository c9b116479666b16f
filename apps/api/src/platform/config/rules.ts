import { z } from 'zod';

const whole = (fallback: number, minimum = 0) => z.coerce.number().int().min(minimum).default(fallback);

/**
 * The numbers of the market. Each can be set by an environment variable of its name; the defaults are the house's rules
 * (docs/rules.md). Units are in the names.
 */
export const rulesSchema = z.object({
  PLATFORM_FEE_PERCENT: z.coerce.number().int().min(0).max(90).default(20),
  JOB_MIN_HOURS: whole(1, 1),
  JOB_MAX_HOURS: whole(24, 1),
  BOOKING_AHEAD_MAX_DAYS: whole(365, 1),
  /** A job that starts sooner than this is searched from where guards are now, a later one from their base. */
  SOON_HOURS: whole(2),
  SEARCH_RADIUS_METERS: whole(24_140, 1),
  POSITION_FRESH_MINUTES: whole(15, 1),
  LICENSE_MARGIN_DAYS: whole(7),
  OFFERS_FIRST_WAVE: whole(3, 1),
  OFFER_TTL_SECONDS: whole(60, 1),
  OFFER_TTL_SCHEDULED_SECONDS: whole(300, 1),
  GEOFENCE_METERS: whole(150, 1),
  GEOFENCE_LIMIT_METERS: whole(200, 1),
  CHECK_IN_EARLY_MINUTES: whole(30),
  TRACKING_BEFORE_START_HOURS: whole(2),
  FIX_GOOD_METERS: whole(50, 1),
  FIX_FAIR_METERS: whole(100, 1),
  FIX_POOR_METERS: whole(200, 1),
  FIX_FUTURE_SECONDS: whole(60),
  FIX_MAX_AGE_HOURS: whole(24, 1),
  /** 80 miles an hour. */
  FIX_MAX_SPEED_MPS: z.coerce.number().positive().default(35.76),
  POSITION_MOVED_METERS: whole(25),
  POSITION_STALE_SECONDS: whole(60),
  BILLING_STEP_MINUTES: whole(15, 1),
  BILLING_MINIMUM_MINUTES: whole(60),
  HOLD_AHEAD_DAYS: whole(6, 1),
  LOCATION_RETENTION_DAYS: whole(30, 1),
  LOCATION_PARTITIONS_AHEAD_DAYS: whole(7, 1),
  SESSION_SLIDING_DAYS: whole(7, 1),
  SESSION_MAX_DAYS: whole(30, 1),
  /** Ended sessions, used links and counted failures are kept so long for questions about who was in. */
  ENDED_SESSION_DAYS: whole(30, 1),
  SIGN_IN_FAILURES: whole(5, 1),
  SIGN_IN_WINDOW_MINUTES: whole(15, 1),
  VERIFY_EMAIL_HOURS: whole(48, 1),
  RESET_PASSWORD_MINUTES: whole(30, 1),
  ERASURE_GRACE_DAYS: whole(30),
  INACTIVE_AFTER_DAYS: whole(365, 1),
  INACTIVE_WARNING_DAYS: whole(30, 1),
  EXPORT_INLINE_ROWS: whole(2000),
  EXPORT_LINK_DAYS: whole(7, 1),
  IDEMPOTENCY_KEY_DAYS: whole(7, 1),
  STRIPE_EVENT_DAYS: whole(90, 1),
  QUEUE_ARCHIVE_DAYS: whole(7, 1),
  SCHEDULED_RUN_DAYS: whole(90, 1),
  RATE_USER_PER_MINUTE: whole(100, 1),
  RATE_ANONYMOUS_PER_MINUTE: whole(20, 1),
  RATE_UPLOADS_PER_MINUTE: whole(20, 1),
});

export type Rules = z.output<typeof rulesSchema>;
