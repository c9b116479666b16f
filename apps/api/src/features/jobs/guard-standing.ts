import type { Sentence } from '../../platform/http/problem.js';
import type { JobRow } from './job-rows.js';

/** What speaks against a guard who has a job, were it on other terms. */
export interface Objections {
  /** They hold another job at that time. */
  overlaps: boolean;
  /** That one, the way to another, or their rest: nothing that other papers could mend. */
  isBusy: boolean;
  /** For the guard; none: they may do it so. */
  sentences: Sentence[];
}

/** Whether a guard may still do a job they hold; answered by the matching feature, which stands above this one. */
export abstract class GuardStanding {
  /** A sentence for each rule of the acceptance that the guard does not meet; none: they may take the job. */
  abstract objectionsAtAcceptance(guardId: string, job: JobRow): Promise<Sentence[]>;
  /** A sentence for each rule of the check-in that the guard does not meet; none: they may begin. */
  abstract objectionsAtCheckIn(guardId: string, job: JobRow): Promise<Sentence[]>;
  /** With the guard's row held nobody gives them another job meanwhile. */
  abstract objectionsToTerms(guardId: string, before: JobRow, after: JobRow): Promise<Objections>;
}
