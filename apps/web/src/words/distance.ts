const FEET_PER_METER = 3.28084;
const METERS_PER_MILE = 1609.344;
/** Beyond this, feet say less than miles. */
const FEET_UP_TO = 1000;

/** The USA, Liberia, Myanmar and, on roads, the United Kingdom. */
const locale = new Intl.NumberFormat().resolvedOptions().locale;
const usesMiles = /-(US|LR|MM|GB)\b/.test(locale) || !locale.includes('-');

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/**
 * Of a distance to a guard that is told in bands only, by the upper end of the band in metres: under 1 mi, under 3 mi; or under
 * 1.6 km where people say so.
 */
export const distanceBand = (meters: number): string =>
  usesMiles ? `under ${whole.format(meters / METERS_PER_MILE)} mi` : `under ${tenth.format(meters / 1000)} km`;

/** 240 ft, 1.8 mi; or 240 m, 1.8 km where people say so. */
export function distance(meters: number): string {
  if (!usesMiles) return meters < 1000 ? `${whole.format(meters)} m` : `${tenth.format(meters / 1000)} km`;
  const feet = meters * FEET_PER_METER;
  return feet < FEET_UP_TO ? `${whole.format(feet)} ft` : `${tenth.format(meters / METERS_PER_MILE)} mi`;
}
