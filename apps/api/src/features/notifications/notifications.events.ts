import { z } from 'zod';
import { deadlineKind } from '../../platform/queue/deadline-kind.js';
import { defineEvents } from '../../platform/queue/events.js';

export const notificationEvents = defineEvents({
  /** Messages of these causes are to go out: keys, a blank between each. */
  'messages.written': z.object({ causeIds: z.string() }),
  /** Nobody has seen the messages of a cause. */
  'messages.unseen': z.object({ causeId: z.uuid() }),
  /** What was put off is to be sent now. */
  'delivery.due': z.object({ deliveryId: z.uuid() }),
});

/** A message was to be seen by now. The subject is its cause. */
export const UNSEEN = deadlineKind('message.unseen');
export const DELIVERY_DUE = deadlineKind('message.delivery_due');
