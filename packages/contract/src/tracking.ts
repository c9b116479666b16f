import { z } from 'zod';
import { endpoint } from './endpoint.js';
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
  })
  .meta({ id: 'LatestFix' });

export const tracking = {
  upload: endpoint({
    method: 'POST',
    path: '/jobs/:id/locations',
    access: ['guard'],
    summary: 'Store 1 to 100 fixes; answered after they are durable; sending one again changes nothing',
    params: jobId,
    body: z.strictObject({ fixes: z.array(fix).min(1).max(100) }),
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
      simplifyMeters: z.coerce.number<number | string>().min(0).max(1000).optional(),
    }),
    answer: trail,
  }),
};
