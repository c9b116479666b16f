import { aboutJob, defineEvents } from '../../platform/queue/events.js';

export const matchingEvents = defineEvents({
  'offer.declined': aboutJob,
  /** An offer ended because its guard may not take the job any more. */
  'offer.withdrawn': aboutJob,
});
