import { QueryClient } from '@tanstack/react-query';
import type { WireAnswer, WireEvent, api } from '@aegis/contract';
import { describe, expect, it } from 'vitest';
import { longer, seeFix, seeRow } from './job-cache';
import { jobKeys } from './job-keys';

const JOB = '00000000-0000-4000-8000-000000000001';
const at = (second: number): string => new Date(Date.UTC(2026, 10, 23, 20, 0, second)).toISOString();
const fix = (second: number, lng = -118): WireEvent<'location'> => ({
  jobId: JOB,
  lat: 34,
  lng,
  accuracyMeters: 8,
  grade: 'good',
  speedMps: null,
  headingDegrees: null,
  recordedAt: at(second),
});
const row = (id: number): WireEvent<'status'> => ({
  jobId: JOB,
  id,
  type: 'job.started',
  actor: { id: null, role: 'guard' },
  from: null,
  to: null,
  at: at(id),
  details: {},
});
const TRAIL: WireAnswer<typeof api.tracking.trail> = {
  type: 'Feature',
  geometry: null,
  properties: { jobId: JOB, fixes: 0, lengthMeters: 0, firstRecordedAt: null, lastRecordedAt: null, gaps: [] },
};

describe('a position of the stream', () => {
  it('becomes where the guard is and the end of the trail, and asks nothing', () => {
    const queries = new QueryClient();
    for (const zoom of [12, 15]) queries.setQueryData(jobKeys.trailAt(JOB, zoom), TRAIL);
    queries.setQueryData(jobKeys.location(JOB), undefined);
    queries.getQueryCache().build(queries, { queryKey: jobKeys.location(JOB) });
    for (const second of [0, 15, 30]) seeFix(queries, fix(second, -118 + second / 1000));
    expect(queries.getQueryData(jobKeys.location(JOB))).toMatchObject({ lng: -117.97, recordedAt: at(30) });
    for (const zoom of [12, 15]) {
      const trail = queries.getQueryData<typeof TRAIL>(jobKeys.trailAt(JOB, zoom));
      expect(trail?.geometry?.coordinates).toEqual([
        [-118, 34],
        [-117.985, 34],
        [-117.97, 34],
      ]);
      expect(trail?.properties).toMatchObject({ fixes: 3, firstRecordedAt: at(0), lastRecordedAt: at(30) });
      expect(trail?.properties.lengthMeters).toBeCloseTo(2766, -1);
    }
  });

  it('that comes late or twice moves nothing back', () => {
    const queries = new QueryClient();
    queries.setQueryData(jobKeys.location(JOB), fix(30));
    const key = jobKeys.trailAt(JOB, 15);
    queries.setQueryData(key, longer(TRAIL, fix(30)));
    const before = queries.getQueryData(key);
    for (const second of [15, 30]) seeFix(queries, fix(second));
    expect(queries.getQueryData(jobKeys.location(JOB))).toMatchObject({ recordedAt: at(30) });
    expect(queries.getQueryData(key)).toBe(before);
  });

  it('of a job that nobody looks at is not collected', () => {
    const queries = new QueryClient();
    seeFix(queries, fix(0));
    expect(queries.getQueryCache().getAll()).toEqual([]);
  });
});

describe('a row of the stream', () => {
  it('stands once and in its place on a timeline that is shown', () => {
    const queries = new QueryClient();
    seeRow(queries, row(1));
    expect(queries.getQueryData(jobKeys.timeline(JOB))).toBeUndefined();
    queries.setQueryData(jobKeys.timeline(JOB), { items: [row(2)], nextCursor: null });
    for (const id of [4, 3, 4]) seeRow(queries, row(id));
    const timeline = queries.getQueryData<WireAnswer<typeof api.jobs.timeline>>(jobKeys.timeline(JOB));
    expect(timeline?.items.map(({ id }) => id)).toEqual([2, 3, 4]);
  });
});
