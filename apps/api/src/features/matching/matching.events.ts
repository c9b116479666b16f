import { z } from 'zod';
import { aboutJob, defineEvents } from '../../platform/queue/events.js';

export const matchingEvents = defineEvents({
  'offer.declined': aboutJob,
  /** Scheduled jobs whose window has closed: their keys, a blank between each. */
  'batch.closed': z.object({ jobIds: z.string() }),
  /** An offer ended because its guard may not take the job any more. */
  'offer.withdrawn': aboutJob,
});
