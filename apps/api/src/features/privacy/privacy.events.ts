import { z } from 'zod';
import { defineEvents } from '../../platform/queue/events.js';

export const privacyEvents = defineEvents({
  /** Where the person was is to be forgotten at once; they themselves are erased after the days of grace. */
  'account.closed': z.object({ userId: z.uuid(), closedAt: z.iso.datetime() }),
  /** What Aegis itself knew of the person is gone; others may still know them. */
  'person.erased': z.object({ userId: z.uuid() }),
});
