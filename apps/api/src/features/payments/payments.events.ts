import { deadlineKind } from '../../platform/queue/deadline-kind.js';
import { aboutJob, defineEvents } from '../../platform/queue/events.js';

export const paymentEvents = defineEvents({
  /** The price is held on the customer's card. */
  'hold.placed': aboutJob,
  /** The card is held later, before the start: nothing waits for it. */
  'hold.deferred': aboutJob,
  /** Something may have to be done about the money of a job. */
  'money.due': aboutJob,
});

/** When the plan of a job's money is to be looked at again. */
export const MONEY_DUE = deadlineKind('money.due');
