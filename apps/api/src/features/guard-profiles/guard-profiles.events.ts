import { z } from 'zod';
import { defineEvents } from '../../platform/queue/events.js';

export const guardEvents = defineEvents({
  /** The guard can be asked from now on. */
  'guard.on_duty': z.object({ guardId: z.uuid() }),
});
