import { z } from 'zod';
import { deadlineKind } from '../../platform/queue/deadline-kind.js';
import { aboutJob, defineEvents } from '../../platform/queue/events.js';

export const paymentEvents = defineEvents({
  /** The price is held on the customer's card. */
  'hold.placed': aboutJob,
  /** The card is held later, before the start: nothing waits for it. */
  'hold.deferred': aboutJob,
  /** Whether the card that is to be held later will be valid then. */
  'card.to_check': aboutJob,
  /** Something may have to be done about the money of a job. */
  'money.due': aboutJob,
  /** The evidence is to be sent to the bank. */
  'dispute.answer': z.object({ disputeId: z.uuid() }),
  /** The term of a dispute is near. */
  'dispute.due': z.object({ disputeId: z.uuid() }),
  /** Our books are to be held against the provider's. */
  'reconciliation.asked': z.object({ runId: z.uuid() }),
});

/** When the plan of a job's money is to be looked at again. */
export const MONEY_DUE = deadlineKind('money.due');
export const CARD_CHECK = deadlineKind('card.check');

/** When a dispute is answered by itself, or somebody told to. */
export const DISPUTE_DUE = deadlineKind('dispute.due');

/** When what the signed receipt of a job tells may have changed. */
export const RECEIPT_DUE = deadlineKind('receipt.due');
