import { SITE_RADIUS_METERS } from '@aegis/contract';
import { z } from 'zod';

const whole = (fallback: number, minimum = 0, maximum = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback);

/**
 * The numbers of the market. Each can be set by an environment variable of its name; the defaults are the house's rules
 * (docs/rules.md). Units are in the names.
 */
export const rulesSchema = z.object({
  PLATFORM_FEE_PERCENT: z.coerce.number().int().min(0).max(90).default(20),
  JOB_MIN_HOURS: whole(1, 1),
  JOB_MAX_HOURS: whole(24, 1),
  BOOKING_AHEAD_MAX_DAYS: whole(365, 1),
  /** Open jobs of a customer none of whose jobs was ever done. */
  NEW_CUSTOMER_OPEN_JOBS: whole(10, 1),
  /** A job that starts sooner than this is searched from where guards are now, a later one from their base. */
  SOON_HOURS: whole(2),
  /** 15, 25 and 40 miles: a search that finds nobody is widened twice. */
  SEARCH_RADIUS_METERS: whole(24_140, 1),
  SEARCH_RADIUS_WIDER_METERS: whole(40_234, 1),
  SEARCH_RADIUS_WIDEST_METERS: whole(64_374, 1),
  /** A job that starts now, or is open again after its start, is searched for at least so long. */
  SEARCH_MINIMUM_MINUTES: whole(15, 1),
  POSITION_FRESH_MINUTES: whole(15, 1),
  LICENSE_MARGIN_DAYS: whole(7),
  OFFERS_FIRST_WAVE: whole(3, 1),
  OFFERS_SECOND_WAVE: whole(5, 1),
  /** "All in the radius" ends here: nobody reads the two hundred and first offer of a minute. */
  OFFERS_WAVE_LIMIT: whole(200, 1),
  OFFER_TTL_SECONDS: whole(60, 1),
  OFFER_TTL_SCHEDULED_SECONDS: whole(300, 1),
  /** Scheduled jobs booked within so many seconds of each other are assigned together. */
  BATCH_WINDOW_SECONDS: whole(5),
  /** Shares of the score: each counts for its part of their sum. */
  SCORE_PROXIMITY_WEIGHT: whole(40, 1),
  SCORE_SKILLS_WEIGHT: whole(25),
  SCORE_RATING_WEIGHT: whole(15),
  SCORE_ACCEPTANCE_WEIGHT: whole(10),
  SCORE_FAIRNESS_WEIGHT: whole(10),
  SCORE_TIE_POINTS: whole(5),
  /** With fewer ratings, or offers that reached the guard, there is nothing to say yet. */
  SCORE_RATINGS_NEEDED: whole(5, 1),
  SCORE_OFFERS_NEEDED: whole(5, 1),
  /** Guards who are looked at for one wave, the nearest first, where the best cannot be told with fewer. */
  SEARCH_LOOKED_AT_LIMIT: whole(5000, 1),
  /** 30 miles an hour as the crow flies. */
  TRAVEL_SPEED_MPS: z.coerce.number().positive().default(13.4112),
  TRAVEL_MARGIN_MINUTES: whole(10),
  DAY_WORK_MAX_HOURS: whole(16, 1),
  WEEK_WORK_MAX_HOURS: whole(60, 1),
  /** 1: only guards whose account is ready for payouts are asked. Where money is real, 1 unless it is set (config.ts). */
  PAYOUT_ACCOUNT_REQUIRED: whole(0),
  /** A guard has so long to answer a proposal, and at most until so long before the start. */
  PROPOSAL_OPEN_HOURS: whole(2, 1),
  PROPOSAL_BEFORE_START_HOURS: whole(2),
  NO_SHOW_ALERT_MINUTES: whole(15, 1),
  NO_SHOW_REOPEN_MINUTES: whole(30, 1),
  /** Of a site for which no other radius was chosen when it was booked. */
  GEOFENCE_METERS: whole(150, SITE_RADIUS_METERS.least, SITE_RADIUS_METERS.most),
  /** So much of a position's inexactness is allowed for on top of the radius of the site. */
  GEOFENCE_ACCURACY_METERS: whole(50),
  /** A check-out so long before the booked end, or longer, says why. */
  EARLY_CHECK_OUT_MINUTES: whole(5, 1),
  /** After the booked end: both are reminded once more, and the system ends the job. */
  CHECK_OUT_REMINDER_MINUTES: whole(15, 1),
  CLOCK_ENDS_MINUTES: whole(60, 1),
  TRACKING_AFTER_END_MINUTES: whole(15),
  /** A customer whose guard is late and coming is asked whether they wait; for so long, and then they wait so long. */
  LATE_ANSWER_MINUTES: whole(10, 1),
  LATE_WAIT_MINUTES: whole(15, 1),
  /** About there: a guard so near is not taken a job for want of a position that shows them at the site. */
  NEAR_SITE_METERS: whole(1000, 1),
  /** Good fixes outside, over so long, say that a guard has left the post. */
  LEFT_POST_FIXES: whole(3, 2),
  LEFT_POST_MINUTES: whole(5, 1),
  /** A message that nobody has seen for so long goes out by the next channel. */
  /** A guard who has come so much nearer to the site than they were is on the way. */
  ON_THE_WAY_METERS: whole(500, 1),
  /** A guard is reminded of a shift so long before its start, twice. */
  REMINDER_EARLY_HOURS: whole(24, 1),
  REMINDER_LATE_HOURS: whole(2, 1),
  /** The parties of a job may write to each other until so long after its end, and what they wrote is kept so long after it. */
  CONVERSATION_HOURS: whole(24, 1),
  CONVERSATION_DAYS: whole(30, 1),
  /** So long a call for help can be taken back before anybody is told. */
  ALARM_CANCEL_SECONDS: whole(10),
  UNSEEN_MINUTES: whole(10, 1),
  /** Of devices that show the messages of a person, the newest so many. */
  PUSH_SUBSCRIPTIONS_MAX: whole(20, 1),
  MESSAGE_DAYS: whole(90, 1),
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
  /** So much beyond a step is not charged. */
  BILLING_GRACE_MINUTES: whole(5),
  BILLING_MINIMUM_MINUTES: whole(60),
  /** After the end of a job either party may ask for other hours; the other has so long to answer. */
  CORRECTION_HOURS: whole(72, 1),
  CORRECTION_ANSWER_HOURS: whole(48, 1),
  /** A dispute is answered by itself so long before its term, when so much of the paid time is proved. */
  DISPUTE_ANSWER_AHEAD_HOURS: whole(48, 1),
  DISPUTE_PROVED_PERCENT: z.coerce.number().int().min(1).max(100).default(80),
  /** Of the guard's part of proved time, so much is theirs whatever the bank decides. */
  DISPUTE_GUARANTEE_PERCENT: z.coerce.number().int().min(0).max(100).default(100),
  TIP_MOST_CENTS: whole(50_000, 1),
  CREDIT_MOST_CENTS: whole(100_000, 1),
  /** A booking of more is confirmed once more: a digit too many holds a fortune. */
  SECOND_LOOK_CENTS: whole(200_000, 1),
  /** Visa keeps a hold that its cardholder did not confirm for 4 days and 18 hours: a job of a night still ends within it. */
  HOLD_AHEAD_DAYS: whole(4, 1),
  /** What the payment provider keeps of a charge of 1 dollar and its payout, in hundredths of a percent, and of each beside it. */
  PROVIDER_FEE_BASIS_POINTS: whole(315),
  PROVIDER_FEE_CENTS: whole(55),
  /** Work that a card refuses to pay is paid by the platform: so much of a job at most, so long after the refusal. 0: never. */
  GUARANTEE_MOST_CENTS: whole(50_000),
  GUARANTEE_AFTER_HOURS: whole(24),
  /** Who owes more than this pays before they book again. */
  DEBT_MOST_CENTS: whole(0),
  /** Fixes in one statement of the ingest; a group of concurrent uploads, or one batch. */
  INGEST_GROUP_FIXES: whole(1000, 1),
  /** Fixes that may wait for a statement; beyond them 503. About 400 bytes each. */
  INGEST_WAITING_FIXES: whole(20_000, 1),
  INGEST_GROUPS_AT_ONCE: whole(2, 1),
  INGEST_LINGER_MS: whole(0),
  INGEST_PATIENCE_MS: whole(5000, 1),
  /** An open job is on the desk's board when it starts within this; money, when it has not moved for so long. */
  DESK_UNFILLED_HOURS: whole(12),
  DESK_MONEY_STUCK_MINUTES: whole(60, 1),
  /** What was refused longer ago than this is nobody's next act. */
  DESK_MONEY_REFUSED_DAYS: whole(30, 1),
  SILENCE_MINUTES: whole(10, 1),
  STREAM_HEARTBEAT_SECONDS: whole(15, 1),
  STREAMS_PER_USER: whole(20, 1),
  STREAMS_PER_PROCESS: whole(10_000, 1),
  /** What may wait in our memory for a reader of a stream; above it they read later from the timeline. */
  STREAM_BUFFER_BYTES: whole(65_536, 1),
  CHECK_IN_DWELL_SECONDS: whole(30),
  /** A customer whose card could not be held has so long to save another one, less when the start is nearer. */
  HOLD_MEND_HOURS: whole(24, 1),
  PAYMENT_SWEEP_SECONDS: whole(300, 1),
  /** By then the call's own repetitions and the webhook have had their time. */
  PAYMENT_UNKNOWN_AFTER_SECONDS: whole(900, 1),
  LOCATION_RETENTION_DAYS: whole(30, 1),
  LOCATION_PARTITIONS_AHEAD_DAYS: whole(7, 1),
  SESSION_SLIDING_DAYS: whole(7, 1),
  SESSION_MAX_DAYS: whole(30, 1),
  /** Ended sessions, used links and counted failures are kept so long for questions about who was in. */
  ENDED_SESSION_DAYS: whole(30, 1),
  SIGN_IN_FAILURES: whole(5, 1),
  SIGN_IN_WINDOW_MINUTES: whole(15, 1),
  /** So many wrong passwords for one account, from wherever, are told to its owner, once in so long. */
  GUESSES_TOLD: whole(10, 1),
  GUESSES_WINDOW_HOURS: whole(24, 1),
  /** Mails of one kind to one account in so long, less than the shortest validity of a link. */
  ACCOUNT_MAILS: whole(3, 1),
  ACCOUNT_MAILS_MINUTES: whole(10, 1),
  VERIFY_EMAIL_HOURS: whole(48, 1),
  RESET_PASSWORD_MINUTES: whole(30, 1),
  ERASURE_GRACE_DAYS: whole(30),
  INACTIVE_AFTER_DAYS: whole(365, 1),
  INACTIVE_WARNING_DAYS: whole(30, 1),
  EXPORT_INLINE_ROWS: whole(2000),
  EXPORT_LINK_DAYS: whole(7, 1),
  IDEMPOTENCY_KEY_DAYS: whole(7, 1),
  STRIPE_EVENT_DAYS: whole(90, 1),
  FAILED_EVENT_DAYS: whole(30, 1),
  SCHEDULED_RUN_DAYS: whole(90, 1),
  /** A ranking holds the distances of guards, which are kept as long as positions. */
  MATCH_DECISION_DAYS: whole(30, 1),
  /** The last position of a guard off duty. */
  POSITION_OFF_DUTY_HOURS: whole(24, 1),
  EXPORTS_PER_DAY: whole(10, 1),
  RATE_USER_PER_MINUTE: whole(100, 1),
  RATE_ANONYMOUS_PER_MINUTE: whole(20, 1),
  RATE_UPLOADS_PER_MINUTE: whole(20, 1),
  /** Each costs a second of a core. */
  RATE_PICTURES_PER_HOUR: whole(20, 1),
  RATE_SEARCHES_PER_HOUR: whole(240, 1),
  RATE_BOOKINGS_PER_HOUR: whole(60, 1),
  RATE_WRITTEN_PER_MINUTE: whole(20, 1),
});

export type Rules = z.output<typeof rulesSchema>;
