/** After a restart everybody comes back: not all in the same second. */
const RECONNECT_MS = { least: 2000, most: 7000 };
/** Of who is refused again and again: up to eight times as long. */
const MOST_DOUBLINGS = 3;

/**
 * How many milliseconds one who has lost a stream waits before they ask for it again.
 * @param refusals how often they have been refused since they had one
 * @param random from 0 up to, but not including, 1
 */
export function reconnectAfterMs(refusals = 0, random: () => number = Math.random): number {
  const { least, most } = RECONNECT_MS;
  return Math.floor(least + (most - least) * random()) * 2 ** Math.min(refusals, MOST_DOUBLINGS);
}
