import type { PreparedStatement } from '../../../platform/database/database.js';
import type { Demand } from './demand.js';

/** A demand, and of how many or of whom it is asked. */
export interface Asked extends Demand {
  /** At most this many guards. */
  limit: number;
  /** Null: of everybody. */
  guardId: string | null;
}

interface Source {
  /** In SQL. */
  type: string;
  of: (asked: Asked) => unknown;
}

/** All that a condition can be asked with. */
const VALUES = {
  lng: { type: 'float8', of: ({ location }) => location.lng },
  lat: { type: 'float8', of: ({ location }) => location.lat },
  radiusMeters: { type: 'float8', of: ({ radiusMeters }) => radiusMeters },
  startTime: { type: 'timestamptz', of: ({ startTime }) => startTime },
  endTime: { type: 'timestamptz', of: ({ endTime }) => endTime },
  clearance: { type: 'clearance_level', of: ({ requiredClearanceLevel }) => requiredClearanceLevel },
  skills: { type: 'jsonb', of: ({ requiredSkills }) => JSON.stringify(requiredSkills) },
  payoutPerHourCents: { type: 'integer', of: ({ payoutPerHourCents }) => payoutPerHourCents },
  licensedThrough: { type: 'date', of: ({ licensedThrough }) => licensedThrough },
  seenSince: { type: 'timestamptz', of: ({ seenSince }) => seenSince },
  askedSince: { type: 'timestamptz', of: ({ askedSince }) => askedSince },
  payoutsMustBeReady: { type: 'boolean', of: ({ payoutsMustBeReady }) => payoutsMustBeReady },
  jobId: { type: 'uuid', of: ({ jobId }) => jobId },
  guardId: { type: 'uuid', of: ({ guardId }) => guardId },
  now: { type: 'timestamptz', of: ({ now }) => now },
  limit: { type: 'bigint', of: ({ limit }) => limit },
} satisfies Record<string, Source>;

export type ValueName = keyof typeof VALUES;

/** The parameter of a value, with its type, for the SQL that is being written. */
export type Value = (name: ValueName) => string;

/** A statement, and what its parameters are, from `$1` on. */
export interface Question extends PreparedStatement {
  asks: readonly ValueName[];
}

/** Conditions are put together to statements that take only what they use, so nobody counts parameters by hand. */
export function question(name: string, write: (value: Value) => string): Question {
  const asks: ValueName[] = [];
  const value: Value = (asked) => {
    if (!asks.includes(asked)) asks.push(asked);
    return `$${asks.indexOf(asked) + 1}::${VALUES[asked].type}`;
  };
  return { name, text: write(value), asks };
}

export const valuesFor = ({ asks }: Question, asked: Asked): unknown[] => asks.map((name) => VALUES[name].of(asked));
