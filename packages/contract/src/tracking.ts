import { z } from 'zod';
import { endpoint, eventStream } from './endpoint.js';
import { timelineEvent } from './jobs.js';
import { UPLOAD_MAX_FIXES } from './limits.js';
import { id, instant } from './primitives.js';

/** One GPS reading of the phone. Range rules that depend on the clock or the last fix are applied fix by fix. */
export const fix = z
  .strictObject({
    lat: z.number().min(-90).max(90),
    lng: z.number().min(-180).max(180),
    accuracyMeters: z.number().positive().max(1_000_000),
    recordedAt: instant,
    speedMps: z.number().min(0).max(1000).optional(),
    headingDegrees: z.number().min(0).max(360).optional(),
    altitudeMeters: z.number().min(-1000).max(20_000).optional(),
  })
  .meta({ id: 'Fix' });
export type Fix = z.output<typeof fix>;

export const fixRefusal = z.enum([
  'accuracy_too_poor',
  'recorded_in_future',
  'recorded_too_long_ago',
  'null_island',
  'impossible_speed',
  'outside_tracking_window',
]);
export type FixRefusal = z.output<typeof fixRefusal>;

export const fixGrade = z.enum(['good', 'fair', 'poor']);
export type FixGrade = z.output<typeof fixGrade>;

const jobId = z.strictObject({ id });

const geoPosition = z.array(z.number()).min(2).max(3);

/** A time without fixes that is longer than a guard on post leaves between two. */
const trailGap = z.object({ from: instant, until: instant, meters: z.number() }).meta({ id: 'TrailGap' });

const trailPoint = z
  .object({
    type: z.literal('Feature'),
    geometry: z.object({ type: z.literal('Point'), coordinates: geoPosition }),
    properties: z.object({ recordedAt: instant, accuracyMeters: z.number(), grade: fixGrade, offline: z.boolean() }),
  })
  .meta({ id: 'TrailPoint' });

export const trail = z
  .object({
    type: z.literal('Feature'),
    /** RFC 7946: a LineString of [lng, lat]; null while there are fewer than two fixes. */
    geometry: z.object({ type: z.literal('LineString'), coordinates: z.array(geoPosition) }).nullable(),
    properties: z.object({
      jobId: id,
      fixes: z.int(),
      lengthMeters: z.number(),
      firstRecordedAt: instant.nullable(),
      lastRecordedAt: instant.nullable(),
      gaps: z.array(trailGap),
      /** Every fix with its grade, where `points=true` asks for them; a day has up to 6,000. */
      points: z.object({ type: z.literal('FeatureCollection'), features: z.array(trailPoint) }).optional(),
    }),
  })
  .meta({ id: 'Trail' });

export const latestFix = z
  .object({
    lat: z.number(),
    lng: z.number(),
    accuracyMeters: z.number(),
    grade: fixGrade,
    speedMps: z.number().nullable(),
    headingDegrees: z.number().nullable(),
    recordedAt: instant,
    ageSeconds: z.int(),
    /** Since when nothing was heard of the guard on the job, once that is ten minutes; null while they are heard. */
    silentSince: instant.nullable(),
  })
  .meta({ id: 'LatestFix' });

/** The newest position of a job's guard, as they send it. Not kept for those who are away: it has no `id`. */
export const locationEvent = latestFix
  .omit({ ageSeconds: true, silentSince: true })
  .extend({ jobId: id })
  .meta({ id: 'LocationEvent' });
export type LocationEvent = z.output<typeof locationEvent>;

/** A row of the timeline. The stream's own `id` may be lower than this one: whoever resumes may get an event twice. */
export const toldEvent = timelineEvent.extend({ jobId: id.nullable() }).meta({ id: 'ToldEvent' });
export type ToldEvent = z.output<typeof toldEvent>;

/** What the streams send; `resync`: too much has happened since Last-Event-ID, read everything again. */
export const streamEvents = {
  location: locationEvent,
  status: toldEvent,
  offer: toldEvent,
  payment: toldEvent,
  resync: z.object({}),
};
export type StreamEventName = keyof typeof streamEvents;
/** The `data` of an event as it comes over the wire. */
export type WireEvent<Name extends StreamEventName> = z.input<(typeof streamEvents)[Name]>;

export const tracking = {
  upload: endpoint({
    method: 'POST',
    path: '/jobs/:id/locations',
    access: ['guard'],
    summary: 'Store 1 to 100 fixes; answered after they are durable; sending one again changes nothing',
    params: jobId,
    body: z.strictObject({ fixes: z.array(fix).min(1).max(UPLOAD_MAX_FIXES) }),
    answer: z.object({
      stored: z.int(),
      duplicates: z.int(),
      rejected: z.array(z.object({ index: z.int(), code: fixRefusal })),
    }),
  }),
  latest: endpoint({
    method: 'GET',
    path: '/jobs/:id/location',
    access: 'signed-in',
    summary: 'Where the guard was last seen, and how long ago',
    params: jobId,
    answer: latestFix,
  }),
  trail: endpoint({
    method: 'GET',
    path: '/jobs/:id/trail',
    access: 'signed-in',
    summary: 'The way of the guard as a GeoJSON line with its length',
    params: jobId,
    query: z.strictObject({
      /** How far the drawn line may leave the way. */
      simplifyMeters: z.coerce.number<number | string>().min(0).max(1000).optional(),
      /** Of the map that it is drawn on, in tiles of 512 pixels: the line leaves the way by half a pixel at most. */
      zoom: z.coerce.number<number | string>().min(0).max(24).optional(),
      points: z.stringbool().optional(),
    }),
    answer: trail,
    isVersioned: true,
  }),
  jobEvents: eventStream({
    path: '/jobs/:id/events',
    access: 'signed-in',
    summary: 'What happens to a job, and where its guard is, as it happens',
    params: jobId,
    events: streamEvents,
  }),
  events: eventStream({
    path: '/events',
    access: 'signed-in',
    summary: 'What happens to all my jobs, as it happens (an administrator sees those of all)',
    events: streamEvents,
  }),
};
