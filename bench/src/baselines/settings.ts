import type { SearchStatements } from './candidates.js';

/** What the baseline server is told at its start, as JSON in BENCH_BASELINE. */
export interface BaselineSettings {
  databaseUrl: string;
  poolSize: number;
  stripe: { host: string; port: number };
  /** The search for candidates, word for word as the application sends it. */
  search: SearchStatements;
}
