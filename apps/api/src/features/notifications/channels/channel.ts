import type { DeliveryChannel, MessageCategory } from '@aegis/contract';
import type { Said } from '../messages/message-words.js';
import type { Addressed } from '../delivery/deliveries.repository.js';

/** A message with its words, whom it is for, and the one target that this is about. */
export interface Envelope {
  message: Said<Addressed>;
  category: MessageCategory;
  isUrgent: boolean;
  /** Of the subscription, for push. */
  targetId: string;
}

/**
 * What came of sending once. `gone`: the target will never be reached again. `refused`: this message will not be taken over.
 * `later`: the same may be taken over after so many milliseconds, or when nothing is said, as usual.
 */
export type Outcome =
  { is: 'sent' } | { is: 'gone' } | { is: 'refused'; why: string } | { is: 'later'; why: string; afterMs?: number };

/** A way to a person. Called outside of transactions. */
export interface Channel {
  readonly name: DeliveryChannel;
  /** Whether a second try after one without an answer is harmless: the target shows both as one. */
  readonly isRepeatable: boolean;
  send(envelope: Envelope): Promise<Outcome>;
}
