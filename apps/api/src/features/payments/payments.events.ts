import { aboutJob, defineEvents } from '../../platform/queue/events.js';

/** What happened to the money of a job, and what is to be done about it next. */
export const paymentEvents = defineEvents({
  'hold.deferred': aboutJob,
  'hold.due': aboutJob,
  'hold.placed': aboutJob,
  'hold.failed': aboutJob,
  'hold.retry': aboutJob,
  'hold.mend_by': aboutJob,
  'hold.late': aboutJob,
  'hold.ends': aboutJob,
  'hold.spare': aboutJob,
  'extension.agreed': aboutJob,
  'charge.succeeded': aboutJob,
  'payout.due': aboutJob,
  'refund.requested': aboutJob,
  'refund.succeeded': aboutJob,
});
