import { z } from 'zod';
import { defineEvents } from '../../platform/queue/events.js';

export const guardEvents = defineEvents({
  /** The guard can be asked from now on. */
  'guard.on_duty': z.object({ guardId: z.uuid() }),
  /** What was offered to the guard may no longer be for them: their duty, their profile or what they hold has changed. */
  'guard.changed': z.object({ guardId: z.uuid() }),
});
