import { capital } from '../words/capital';
import { locale } from '../words/speech';
import type { SharedJob } from './shared-job';
import { words } from '../words/words';

const MINUTE_MS = 60_000;

/**
 * What happens now, in one sentence.
 * @param silentAfter minutes without a position after which nobody says any more where a guard is; null: not known
 */
export function stateWords(
  { state, guardFirstName: guard, awayMiles, guard: seen }: SharedJob,
  now: number,
  silentAfter: number | null,
): string {
  if (state === 'on_site') {
    if (!seen) return words('share.onSite', { guard });
    const ms = now - Date.parse(seen.seenAt);
    const isSilent = silentAfter !== null && ms >= silentAfter * MINUTE_MS;
    return words(isSilent ? 'share.silent' : 'share.onSiteSeen', { guard, ago: ago(ms) });
  }
  return awayMiles === null ? words('share.accepted', { guard }) : words('share.away', { guard, miles: awayMiles });
}

/** In the zone of the place, with the day. */
export function timesWords({ startTime, endTime, timeZone }: SharedJob): string {
  const day = new Intl.DateTimeFormat(locale(), {
    timeZone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return capital(day.formatRange(new Date(startTime), new Date(endTime)));
}

const ago = (ms: number): string => words('share.ago', { minutes: Math.floor(Math.max(0, ms) / MINUTE_MS) });
