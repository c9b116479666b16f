import type { DataSource } from 'typeorm';
import type { Gauges } from './bounds.js';

const MB = 1024 * 1024;

/** What the process says of itself, and what the database says of it. */
export async function readGauges(baseUrl: string, dataSource: DataSource): Promise<Gauges> {
  const page = await (await fetch(`${baseUrl}/metrics`)).text();
  const figure = (pattern: RegExp): number =>
    [...page.matchAll(pattern)].reduce((sum, [, value]) => sum + Number(value), 0);
  const [row] = await dataSource.query<{ connections: number; dead: number; live: number }[]>(
    `SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()) AS connections,
            sum(n_dead_tup)::int AS dead, sum(n_live_tup)::int AS live FROM pg_stat_user_tables`,
  );
  if (!row) throw new Error('the statistics have a row');
  return {
    residentMb: figure(/^process_resident_memory_bytes (\S+)$/gm) / MB,
    heapMb: figure(/^nodejs_heap_size_used_bytes (\S+)$/gm) / MB,
    connections: row.connections,
    deadTuples: row.dead,
    liveTuples: row.live,
    queued: figure(/^aegis_queue_events\{.*state="waiting".*\} (\S+)$/gm),
    eventLoopP99Ms: figure(/^nodejs_eventloop_lag_p99_seconds (\S+)$/gm) * 1000,
  };
}
