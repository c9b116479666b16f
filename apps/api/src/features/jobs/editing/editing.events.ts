import { aboutJob, defineEvents } from '../../../platform/queue/events.js';

export const editingEvents = defineEvents({
  /** Nobody has accepted, and place, time, rate or requirements are others now: its money and its search follow. */
  'job.terms_changed': aboutJob,
  /** The guard has agreed to a proposal at a higher price: it counts once that is in order. */
  'job.terms_agreed': aboutJob,
});
