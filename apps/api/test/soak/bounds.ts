/** What must not grow while people come and go. */
export interface Gauges {
  /** Of the process, in megabytes. */
  residentMb: number;
  heapMb: number;
  /** Of the process to the database. */
  connections: number;
  deadTuples: number;
  liveTuples: number;
  /** Events that wait. */
  queued: number;
  eventLoopP99Ms: number;
}

interface Bound {
  what: string;
  of: (gauges: Gauges) => number;
  /** The most that it may be at the end. */
  most: (begin: Gauges) => number;
}

/** A leak of a kilobyte a booking is megabytes in minutes; caches that fill, and a heap that is seldom tidied, are not more than this. */
const MEMORY_FACTOR = 1.2;
const MEMORY_MB = 48;
/** Of a pool that opens more when it is busy. */
const CONNECTIONS = 4;
/** Autovacuum comes once a minute to tables of which a fifth is dead: what has died between two visits, and as much again. */
const DEAD_SHARE = 0.4;
const DEAD_TUPLES = 40_000;
const QUEUED = 200;
const LAG_FACTOR = 2;
const LAG_MS = 150;

const memory = (begin: number): number => begin * MEMORY_FACTOR + MEMORY_MB;

const BOUNDS: readonly Bound[] = [
  { what: 'memory (MB)', of: ({ residentMb }) => residentMb, most: ({ residentMb }) => memory(residentMb) },
  { what: 'heap (MB)', of: ({ heapMb }) => heapMb, most: ({ heapMb }) => memory(heapMb) },
  { what: 'connections', of: ({ connections }) => connections, most: ({ connections }) => connections + CONNECTIONS },
  {
    what: 'dead tuples above their share',
    of: ({ deadTuples, liveTuples }) => Math.max(0, deadTuples - DEAD_SHARE * liveTuples),
    most: ({ deadTuples }) => deadTuples + DEAD_TUPLES,
  },
  { what: 'events that wait', of: ({ queued }) => queued, most: ({ queued }) => 2 * queued + QUEUED },
  {
    what: 'event loop, p99 (ms)',
    of: ({ eventLoopP99Ms }) => eventLoopP99Ms,
    most: ({ eventLoopP99Ms }) => Math.max(LAG_MS, LAG_FACTOR * eventLoopP99Ms),
  },
];

export interface Verdict {
  what: string;
  begin: number;
  end: number;
  most: number;
  hasGrown: boolean;
}

export const verdictsOn = (begin: Gauges, end: Gauges): Verdict[] =>
  BOUNDS.map(({ what, of, most }) => {
    const verdict = { what, begin: of(begin), end: of(end), most: most(begin) };
    return { ...verdict, hasGrown: verdict.end > verdict.most };
  });

/** Of several looks: memory as it is after it was tidied, the rest as it mostly was. */
export function settled(looks: readonly Gauges[]): Gauges {
  const sorted = (of: keyof Gauges): number[] => looks.map((look) => look[of]).sort((a, b) => a - b);
  const least = (of: keyof Gauges): number => sorted(of)[0] ?? 0;
  const mostly = (of: keyof Gauges): number => sorted(of)[Math.floor(looks.length / 2)] ?? 0;
  return {
    residentMb: least('residentMb'),
    heapMb: least('heapMb'),
    connections: mostly('connections'),
    deadTuples: mostly('deadTuples'),
    liveTuples: mostly('liveTuples'),
    queued: mostly('queued'),
    eventLoopP99Ms: mostly('eventLoopP99Ms'),
  };
}
