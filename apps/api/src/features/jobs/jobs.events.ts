import { z } from 'zod';
import { aboutJob, defineEvents } from '../../platform/queue/events.js';

/** What happened to a job. Jobs publishes them in the transaction of the change; the features above act on them. */
export const jobEvents = defineEvents({
  'job.requested': aboutJob,
  'job.reopened': aboutJob,
  'job.started': aboutJob,
  'job.completed': aboutJob,
  'job.cancelled': aboutJob,
  /** Other hours count than those that it ended with. */
  'job.hours_corrected': aboutJob,
  /** Their guard had checked in and is free again; the job is in dispatch. */
  'job.left_before_start': z.object({ jobId: z.uuid(), guardId: z.uuid() }),
});

/** A change of a job's status, as its timeline names it. */
export type JobChangeKind =
  Exclude<keyof typeof jobEvents, 'job.left_before_start' | 'job.hours_corrected'> | 'job.matched';
