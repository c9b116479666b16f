import type { MarketRules } from '@aegis/contract';
import { allowedDistanceMeters } from '@aegis/contract/market-arithmetic';
import { metersBetween } from '../map/geometry';
import { distance } from '../words/distance';
import { clock, atMoment, duration, type Zone } from '../words/time';
import { words } from '../words/words';
import type { Job, LatestFix } from './job-queries';

const MINUTE_MS = 60_000;
/** Streets are longer than the straight line, by about this. */
const DETOUR = 1.3;
/** 20 mph: through a town, stops included. */
const USUAL_SPEED_MPS = 9;

export type SiteFacts = Pick<
  Job,
  'status' | 'location' | 'siteRadiusMeters' | 'startTime' | 'startedAt' | 'leftPostAt'
>;
export type FixFacts = Pick<LatestFix, 'lat' | 'lng' | 'accuracyMeters' | 'recordedAt' | 'speedMps'>;

/** What may be said of where the guard is. Never more than the last position tells: it ages, and says nothing once it is old. */
export type Whereabouts =
  /** Nobody has accepted, or it is over: nothing is said. */
  | { is: 'nowhere' }
  /** Will come; nothing is known of where they are. */
  | { is: 'expected'; isDue: boolean }
  | { is: 'coming'; meters: number; speedMps: number; isDue: boolean }
  /** Is there, and has not checked in. */
  | { is: 'at_site' }
  | { is: 'on_site' }
  /** Known to be away since then, by several positions. */
  | { is: 'left_post'; since: string }
  /** Checked in, and the last position is outside of the site. */
  | { is: 'outside'; meters: number }
  /** Checked in, and nothing was heard for longer than a phone is silent. */
  | { is: 'unheard'; minutes: number };

type Rules = Pick<MarketRules, 'silenceMinutes' | 'geofenceAccuracyMeters'>;

export function whereabouts(job: SiteFacts, fix: FixFacts | undefined, now: number, rules: Rules): Whereabouts {
  if (job.status === 'matched') return onTheWay(job, fix, now, rules);
  return job.status === 'in_progress' ? atWork(job, fix, now, rules) : { is: 'nowhere' };
}

const isOld = (at: number, now: number, { silenceMinutes }: Rules): boolean => now - at > silenceMinutes * MINUTE_MS;

function onTheWay(job: SiteFacts, fix: FixFacts | undefined, now: number, rules: Rules): Whereabouts {
  const isDue = now >= Date.parse(job.startTime);
  if (!fix || isOld(Date.parse(fix.recordedAt), now, rules)) return { is: 'expected', isDue };
  const meters = metersBetween(fix, job.location);
  if (meters <= allowedDistanceMeters(fix.accuracyMeters, job.siteRadiusMeters, rules)) return { is: 'at_site' };
  return { is: 'coming', meters, speedMps: fix.speedMps ?? 0, isDue };
}

/** Whoever has checked in was seen at the site then, by whatever proof. */
function atWork(job: SiteFacts, fix: FixFacts | undefined, now: number, rules: Rules): Whereabouts {
  if (job.leftPostAt) return { is: 'left_post', since: job.leftPostAt };
  const checkedInAt = Date.parse(job.startedAt ?? job.startTime);
  const seenAt = fix ? Date.parse(fix.recordedAt) : checkedInAt;
  const heardAt = Math.max(checkedInAt, seenAt);
  if (isOld(heardAt, now, rules)) return { is: 'unheard', minutes: (now - heardAt) / MINUTE_MS };
  if (!fix || seenAt < checkedInAt) return { is: 'on_site' };
  const meters = metersBetween(fix, job.location);
  return meters > job.siteRadiusMeters + fix.accuracyMeters ? { is: 'outside', meters } : { is: 'on_site' };
}

const COLORS: Partial<Record<Whereabouts['is'], string>> = {
  on_site: 'var(--aegis-on-site)',
  left_post: 'var(--aegis-needs-you)',
  outside: 'var(--aegis-needs-you)',
  unheard: 'var(--aegis-needs-you)',
};

/** Green is for a guard who is known to be on site, amber for what needs somebody. */
export const whereaboutsColor = ({ is }: Whereabouts): string | undefined => COLORS[is];

/** The same in one sentence, as a good dispatcher says it; null where there is nothing to say. */
export function whereaboutsWords(job: Job, where: Whereabouts, zone: Zone): string | null {
  const guard = job.guard?.name ?? words('jobs.yourGuard');
  const time = clock(job.startedAt ?? job.startTime, zone);
  switch (where.is) {
    case 'nowhere':
      return null;
    case 'expected':
      return where.isDue
        ? words('jobs.head.notYet', { guard })
        : words('jobs.head.comes', { guard, when: atMoment(job.startTime, zone) });
    case 'coming':
      return words(where.isDue ? 'jobs.head.notYetAway' : 'jobs.head.away', { guard, time: timeAway(where) });
    case 'at_site':
      return words('jobs.head.atSite', { guard });
    case 'on_site':
      return words('jobs.head.onSite', { guard, time });
    case 'left_post':
      return words('jobs.head.left', { guard, time: clock(where.since, zone) });
    case 'outside':
      return words('jobs.head.outside', { guard, time, away: distance(where.meters) });
    case 'unheard':
      return words('jobs.head.unheard', { guard, time, silence: duration(where.minutes) });
  }
}

/** "about 6 min" */
function timeAway({ meters, speedMps }: { meters: number; speedMps: number }): string {
  const minutes = Math.max(1, Math.round((meters * DETOUR) / Math.max(USUAL_SPEED_MPS, speedMps) / 60));
  return minutes < 90
    ? words('jobs.minutesAway', { minutes })
    : words('jobs.hoursAway', { hours: Math.round(minutes / 60) });
}
