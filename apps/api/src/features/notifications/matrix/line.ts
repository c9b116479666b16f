import {
  type DeliveryChannel,
  type MessageCategory,
  type TimelineDetails,
  timelineDetails,
  type TimelineKind,
  type UserRole,
} from '@aegis/contract';
import type { ToldRow } from '../../../platform/aftermath/aftermath.js';

/** Whom a line is for: a party of the job, the person that the row is about, a guard that it names, or all administrators. */
export type Recipient = 'customer' | 'guard' | 'person' | 'former_guard' | 'admins';

/** Ids, moments and amounts that the words are made of; never words of people. */
export type Facts = Record<string, string | number>;

/**
 * What a newer message takes the place of: the same offer, the state of the same job, or its money. The notification on the
 * phone is replaced too. A reminder leaves the state of the job alone, and gives way to it.
 */
export type Topic = 'offer' | 'job' | 'reminder' | 'money' | 'account' | 'papers' | 'alarm' | 'conversation';

/** Who did it. */
export type By = UserRole | 'system';

/** One row of docs/messages.md: who is told what when something is recorded on a timeline, and by which ways. */
export interface Line {
  readonly cause: TimelineKind;
  readonly to: Recipient;
  /** Only when it was done by one of these. */
  readonly by?: readonly By[];
  readonly category: MessageCategory;
  /** Besides the inbox. */
  readonly atOnce: readonly DeliveryChannel[];
  /** After UNSEEN_MINUTES in which no page and no device has shown it. */
  readonly ifUnseen: readonly DeliveryChannel[];
  /** It concerns a shift of today: quiet hours do not hold it up. */
  readonly isUrgent: boolean;
  readonly topic: Topic;
  /** Its e-mail has the job as an entry for the calendar: it is in it from now on, at another time, or not any more. */
  readonly inCalendar: boolean;
  /** What of the row the words need. */
  readonly factsOf: (row: Pick<ToldRow, 'details' | 'actorId' | 'actorRole'>) => Facts;
  /** The key of the details that says until when it is true. */
  readonly until?: string;
}

export interface LineOptions<Kind extends TimelineKind> extends Partial<
  Omit<Line, 'cause' | 'to' | 'factsOf' | 'until'>
> {
  category: MessageCategory;
  facts?: (details: TimelineDetails<Kind>, actorId: string | null) => Facts;
  until?: keyof TimelineDetails<Kind> & string;
}

/** Push at once and an e-mail when that was not seen, unless `options` say otherwise. */
export function line<Kind extends TimelineKind>(cause: Kind, to: Recipient, options: LineOptions<Kind>): Line {
  const { facts, ...rest } = options;
  const schema = timelineDetails[cause];
  return {
    cause,
    to,
    atOnce: ['push'],
    ifUnseen: ['email'],
    isUrgent: false,
    topic: 'job',
    inCalendar: false,
    ...rest,
    // What was recorded under this kind was made by its schema.
    factsOf: ({ details, actorId }) => facts?.(schema.parse(details) as TimelineDetails<Kind>, actorId) ?? {},
  };
}
