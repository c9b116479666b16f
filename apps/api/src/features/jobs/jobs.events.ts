/**
 * What happened to a job, on the queue and on its timeline. Jobs writes them in the transaction of the change; the
 * features above act on them.
 */
export type JobEvent =
  'job.requested' | 'job.matched' | 'job.reopened' | 'job.started' | 'job.completed' | 'job.cancelled';

/** What was noticed about a job whose status stays as it is. */
export type JobNotice = 'job.guard_late';
