import type { Question } from '@aegis/api/dist/src/features/matching/eligibility/question.js';

/** What the baseline server is told at its start, as JSON in BENCH_BASELINE. */
export interface BaselineSettings {
  databaseUrl: string;
  poolSize: number;
  stripe: { host: string; port: number };
  /** The search for candidates, word for word as the application sends it. */
  nearestGuards: Question;
}
