import { locale } from './speech';
import { words } from './words';

const FEET_PER_METER = 3.28084;
const METERS_PER_MILE = 1609.344;
/** Beyond this, feet say less than miles. */
const FEET_UP_TO = 1000;

/** The USA, Liberia, Myanmar and, on roads, the United Kingdom. */
const ofBrowser = new Intl.NumberFormat().resolvedOptions().locale;
const usesMiles = /-(US|LR|MM|GB)\b/.test(ofBrowser) || !ofBrowser.includes('-');

const inDigits = (number: number, digits: number): string =>
  number.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
const whole = (number: number): string => inDigits(number, 0);
const tenth = (number: number): string => inDigits(number, 1);

/**
 * Of a distance to a guard that is told in bands only, by the upper end of the band in metres: under 1 mi, under 3 mi; or under
 * 1.6 km where people say so.
 */
export const distanceBand = (meters: number): string =>
  usesMiles
    ? words('terms.underMiles', { miles: whole(meters / METERS_PER_MILE) })
    : words('terms.underKilometers', { kilometers: tenth(meters / 1000) });

/** 240 ft, 1.8 mi; or 240 m, 1.8 km where people say so. */
export function distance(meters: number): string {
  if (!usesMiles) return meters < 1000 ? `${whole(meters)} m` : `${tenth(meters / 1000)} km`;
  const feet = meters * FEET_PER_METER;
  return feet < FEET_UP_TO ? `${whole(feet)} ft` : `${tenth(meters / METERS_PER_MILE)} mi`;
}
