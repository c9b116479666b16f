const METERS_PER_MILE = 1609.344;

const US_DOLLARS = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const MINUTES_PER_HOUR = 60;

export const money = (cents: number): string => US_DOLLARS.format(cents / 100);

/** In the zone of the place, because that is where people have to be. */
export const clockOf = (moment: Date, timeZone: string): string =>
  moment.toLocaleTimeString('en-US', { timeZone, hour: 'numeric', minute: '2-digit' });

export const dateAndClock = (moment: Date, timeZone: string): string =>
  moment.toLocaleString('en-US', {
    timeZone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });

export function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / MINUTES_PER_HOUR), minutes % MINUTES_PER_HOUR];
  return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
}

/** Only ever told to whoever it is the distance of. */
export const milesOf = (meters: number): string => `${(meters / METERS_PER_MILE).toFixed(1)} mi`;
