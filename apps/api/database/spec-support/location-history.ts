import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON } from './schema-rows.js';

/** The rules of the partitioned table are checked in its partition, under the same names. */
export const LOCATION_HISTORY: Attempt[] = [
  {
    rule: 'location_history_pkey',
    kind: 'unique',
    by: 'the same upload again',
    breaks: async (rows) => {
      const guardId = await rows.guard();
      await rows.fix({ guard_id: guardId, recorded_at: NOON });
      await rows.fix({ guard_id: guardId, recorded_at: NOON });
    },
    keeps: async (rows) => {
      const guardId = await rows.guard();
      await rows.fix({ guard_id: guardId, recorded_at: NOON });
      await rows.fix({ guard_id: guardId, recorded_at: '2030-05-01T12:00:00.001Z' });
    },
  },
  {
    rule: 'location_history_guard_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.fix({ guard_id: randomUUID() }),
  },
  { rule: 'location_history_job_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.fix({ job_id: randomUUID() }) },
  ...[0, 'NaN', 'Infinity'].map((accuracy) => ({
    rule: 'location_history_accuracy_positive',
    kind: 'check' as const,
    by: String(accuracy),
    breaks: (rows: Parameters<Attempt['breaks']>[0]) => rows.fix({ accuracy_meters: accuracy }),
  })),
  ...[-0.1, 'NaN', 'Infinity'].map((speed) => ({
    rule: 'location_history_speed_not_negative',
    kind: 'check' as const,
    by: String(speed),
    breaks: (rows: Parameters<Attempt['breaks']>[0]) => rows.fix({ speed_mps: speed }),
    keeps: (rows: Parameters<Attempt['breaks']>[0]) => rows.fix({ speed_mps: 0 }),
  })),
  ...[-0.1, 360.1, 'NaN'].map((heading) => ({
    rule: 'location_history_heading_0_to_360',
    kind: 'check' as const,
    by: String(heading),
    breaks: (rows: Parameters<Attempt['breaks']>[0]) => rows.fix({ heading_degrees: heading }),
    keeps: (rows: Parameters<Attempt['breaks']>[0]) => rows.fix({ heading_degrees: 360 }),
  })),
];
