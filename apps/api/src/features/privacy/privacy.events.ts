import { z } from 'zod';
import { defineEvents } from '../../platform/queue/events.js';

export const privacyEvents = defineEvents({
  /** What Aegis itself knew of the person is gone; others may still know them. */
  'person.erased': z.object({ userId: z.uuid() }),
});
