import { aboutJob, defineEvents } from '../../platform/queue/events.js';

/** What happened to a job. Jobs publishes them in the transaction of the change; the features above act on them. */
export const jobEvents = defineEvents({
  'job.requested': aboutJob,
  'job.reopened': aboutJob,
  'job.started': aboutJob,
  'job.completed': aboutJob,
  'job.cancelled': aboutJob,
});

/** A change of a job's status, as its timeline names it. */
export type JobChangeKind = keyof typeof jobEvents | 'job.matched';
