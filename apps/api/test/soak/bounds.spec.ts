import { describe, expect, it } from 'vitest';
import { type Gauges, settled, verdictsOn } from './bounds.js';

const BEGIN: Gauges = {
  residentMb: 200,
  heapMb: 80,
  connections: 8,
  deadTuples: 1000,
  liveTuples: 50_000,
  queued: 3,
  eventLoopP99Ms: 40,
};
const grown = (end: Partial<Gauges>): string[] =>
  verdictsOn(BEGIN, { ...BEGIN, ...end })
    .filter(({ hasGrown }) => hasGrown)
    .map(({ what }) => what);

describe('what may not grow', () => {
  it('has not where everything is as it was, nor by what caches and a busy moment take', () => {
    expect(grown({})).toEqual([]);
    expect(grown({ residentMb: 280, heapMb: 140, connections: 12, queued: 150, eventLoopP99Ms: 140 })).toEqual([]);
  });

  it.each<[string, Partial<Gauges>]>([
    ['memory (MB)', { residentMb: 300 }],
    ['heap (MB)', { heapMb: 150 }],
    ['connections', { connections: 13 }],
    ['dead tuples above their share', { deadTuples: 80_000 }],
    ['events that wait', { queued: 1000 }],
    ['event loop, p99 (ms)', { eventLoopP99Ms: 200 }],
  ])('%s is named when it has, and nothing else', (what, end) => {
    expect(grown(end)).toEqual([what]);
  });

  it('is not judged by the dead of a table that has grown as much', () => {
    expect(grown({ deadTuples: 80_000, liveTuples: 200_000 })).toEqual([]);
  });
});

describe('several looks', () => {
  it('are memory at its least and the rest as it mostly was', () => {
    const looks = [
      { ...BEGIN, residentMb: 260, queued: 900 },
      { ...BEGIN, residentMb: 210, queued: 2 },
      { ...BEGIN, residentMb: 230, queued: 4 },
    ];
    expect(settled(looks)).toEqual({ ...BEGIN, residentMb: 210, queued: 4 });
  });
});
