import type { JobRow } from './job-rows.js';

/** Whether a guard may still do a job they hold; answered by the matching feature, which stands above this one. */
export abstract class GuardStanding {
  /** A sentence for each rule of the acceptance that the guard does not meet; none: they may take the job. */
  abstract objectionsAtAcceptance(guardId: string, job: JobRow): Promise<string[]>;
  /** A sentence for each rule of the check-in that the guard does not meet; none: they may begin. */
  abstract objectionsAtCheckIn(guardId: string, job: JobRow): Promise<string[]>;
}
