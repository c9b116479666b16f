import { aboutJob, defineEvents } from '../../platform/queue/events.js';

export const matchingEvents = defineEvents({
  'offer.declined': aboutJob,
});
