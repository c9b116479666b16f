import type { Answer, api, Fix } from '@aegis/contract';
import type { Problem } from '../../../platform/http/problem.js';

/** What one request brings. */
export interface Upload {
  guardId: string;
  jobId: string;
  fixes: Fix[];
  receivedAt: Date;
}

export type Receipt = Answer<typeof api.tracking.upload>;

/** Uploads share a statement; a refusal concerns one of them and must not be thrown at the others. */
export type Outcome = Receipt | Problem;
