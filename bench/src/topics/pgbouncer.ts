import type { Topic } from '../harness/bench.js';
import { pgbouncerBefore } from '../harness/pgbouncer.js';
import { startApi } from '../servers/contenders.js';
import { compareWays, type Way } from './two-ways.js';

const LOWEST_RATIO = 0.8;
/** As many as a process opens by itself, and as the guide gives. */
const SESSIONS = 20;

export const pgbouncer: Topic = {
  name: 'pgbouncer',
  summary: 'bookings and matching through PgBouncer in transaction mode, beside the same server straight on PostgreSQL',
  whyMissed:
    'before 1.21 PgBouncer keeps no prepared statements, so that each is sent whole and planned each time; planning the search takes longer than executing it. With a later one, `max_prepared_statements` and `DATABASE_STATEMENT_NAMES=on` the bench leaves names on, and both bars are reached (1.24.1, built by hand, on a busy machine: 1.2 and 1.1 of direct).',

  async run(bench) {
    const direct: Way = { name: 'direct', start: ({ url }, stripe) => startApi(bench, url, stripe) };
    const through: Way = {
      name: 'through PgBouncer',
      start: async ({ url, pool }, stripe) => {
        const pooled = await pgbouncerBefore(bench, url, pool, SESSIONS);
        return startApi(bench, pooled.url, stripe, pooled.settings);
      },
    };
    const figures = await compareWays(bench, through, direct);
    return figures.map((figure) => ({ ...figure, bar: { kind: 'ratio at least', ratio: LOWEST_RATIO } }));
  },
};
