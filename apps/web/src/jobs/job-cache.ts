import type { QueryClient } from '@tanstack/react-query';
import type { WireAnswer, WireEvent, api } from '@aegis/contract';
import { metersBetween } from '../map/geometry';
import { jobKeys } from './job-keys';
import type { LatestFix } from './job-queries';

type Trail = WireAnswer<typeof api.tracking.trail>;
type Timeline = WireAnswer<typeof api.jobs.timeline>;

/** A position as it is drawn. */
type Seen = Pick<LatestFix, 'lat' | 'lng' | 'recordedAt'>;

const isLater = (one: string, other: string | null | undefined): boolean =>
  !other || Date.parse(one) > Date.parse(other);

/** Puts a position of the stream where the page shows the guard, if it does; a late one moves no marker back. */
export function seeFix(queries: QueryClient, { jobId, ...fix }: WireEvent<'location'>): void {
  const key = jobKeys.location(jobId);
  const before = queries.getQueryData<LatestFix>(key);
  if (!isLater(fix.recordedAt, before?.recordedAt)) return;
  // Positions of jobs that nobody looks at are not collected: an administrator is told of those of all.
  if (queries.getQueryState(key)) queries.setQueryData<LatestFix>(key, { ...fix, ageSeconds: 0, silentSince: null });
  lengthenTrail(queries, jobId, fix, before);
}

/** @param before where the guard was, for a trail that had this one position only and therefore no line */
export function lengthenTrail(queries: QueryClient, jobId: string, fix: Seen, before?: Seen): void {
  // Once for each zoom that it was asked for.
  queries.setQueriesData<Trail>({ queryKey: jobKeys.trail(jobId) }, (trail) => trail && longer(trail, fix, before));
}

export function longer(trail: Trail, fix: Seen, before?: Seen): Trail {
  const { properties, geometry } = trail;
  if (!isLater(fix.recordedAt, properties.lastRecordedAt)) return trail;
  const line = geometry?.coordinates ?? (before ? [[before.lng, before.lat]] : []);
  const [lng, lat] = line.at(-1) ?? [];
  const added = lng === undefined || lat === undefined ? 0 : metersBetween({ lat, lng }, fix);
  const coordinates = [...line, [fix.lng, fix.lat]];
  return {
    ...trail,
    geometry: coordinates.length < 2 ? null : { type: 'LineString', coordinates },
    properties: {
      ...properties,
      fixes: properties.fixes + 1,
      lengthMeters: properties.lengthMeters + added,
      firstRecordedAt: properties.firstRecordedAt ?? fix.recordedAt,
      lastRecordedAt: fix.recordedAt,
    },
  };
}

/** Puts a row of the stream onto the timeline, if it is shown. The stream may tell a row twice. */
export function seeRow(queries: QueryClient, { jobId, ...row }: WireEvent<'status'>): void {
  if (jobId === null) return;
  queries.setQueryData<Timeline>(jobKeys.timeline(jobId), (timeline) => {
    if (!timeline || timeline.items.some(({ id }) => id === row.id)) return timeline;
    return { ...timeline, items: [...timeline.items, row].sort((one, other) => one.id - other.id) };
  });
}
