import { describe, expect, it } from 'vitest';
import { rulesSchema } from './rules.js';

describe('the rules of the market', () => {
  it('are those that customers and guards were told', () => {
    expect(rulesSchema.parse({})).toMatchObject({
      PLATFORM_FEE_PERCENT: 20,
      JOB_MIN_HOURS: 1,
      JOB_MAX_HOURS: 24,
      SOON_HOURS: 2,
      // 15 miles.
      SEARCH_RADIUS_METERS: 24_140,
      POSITION_FRESH_MINUTES: 15,
      LICENSE_MARGIN_DAYS: 7,
      OFFERS_FIRST_WAVE: 3,
      OFFER_TTL_SECONDS: 60,
      OFFER_TTL_SCHEDULED_SECONDS: 300,
      GEOFENCE_METERS: 150,
      GEOFENCE_ACCURACY_METERS: 50,
      CHECK_OUT_REMINDER_MINUTES: 15,
      CLOCK_ENDS_MINUTES: 60,
      TRACKING_AFTER_END_MINUTES: 15,
      LEFT_POST_FIXES: 3,
      LEFT_POST_MINUTES: 5,
      CHECK_IN_EARLY_MINUTES: 30,
      BILLING_STEP_MINUTES: 15,
      BILLING_MINIMUM_MINUTES: 60,
      HOLD_AHEAD_DAYS: 4,
      PROVIDER_FEE_BASIS_POINTS: 315,
      PROVIDER_FEE_CENTS: 55,
      LOCATION_RETENTION_DAYS: 30,
      SESSION_SLIDING_DAYS: 7,
      SESSION_MAX_DAYS: 30,
    });
  });

  it('can each be set by a variable of its name', () => {
    for (const name of Object.keys(rulesSchema.shape)) {
      expect(rulesSchema.parse({ [name]: '60' }), name).toMatchObject({ [name]: 60 });
      expect(rulesSchema.safeParse({ [name]: '-5' }).success, name).toBe(false);
      expect(rulesSchema.safeParse({ [name]: 'five' }).success, name).toBe(false);
    }
  });
});
