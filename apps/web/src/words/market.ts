import type { ClearanceLevel, JobStatus, JobType, PaymentPurpose, PaymentStatus, PaymentType } from '@aegis/contract';

/** The market's words for people; a record, so that a new state does not compile without its word. */
export const JOB_TYPES: Record<JobType, string> = {
  basic: 'General guarding',
  event: 'Event',
  executive: 'Executive protection',
  patrol: 'Patrol',
  residential: 'Residence',
  retail: 'Shop',
};

export const CLEARANCES: Record<ClearanceLevel, string> = {
  basic: 'Unarmed',
  armed: 'Armed',
  executive: 'Executive protection',
};

interface Tone {
  words: string;
  /** Mantine's colour: green only for on site and paid, amber for "needs you", red only for danger and loss. */
  color: string;
}

export const JOB_STATES: Record<JobStatus, Tone> = {
  requested: { words: 'Finding a guard', color: 'signal' },
  matched: { words: 'Guard confirmed', color: 'signal' },
  in_progress: { words: 'On site', color: 'green' },
  completed: { words: 'Completed', color: 'gray' },
  cancelled: { words: 'Cancelled', color: 'gray' },
};

/** Said behind the kind of a payment. */
export const PURPOSES: Record<PaymentPurpose, string> = {
  booking: '',
  hours: ' for corrected hours',
  tip: ' of a tip',
};

export const PAYMENT_TYPES: Record<PaymentType, string> = { charge: 'Charge', payout: 'Payout', refund: 'Refund' };

export const PAYMENT_STATES: Record<PaymentStatus, Tone> = {
  pending: { words: 'Pending', color: 'gray' },
  processing: { words: 'Processing', color: 'signal' },
  authorized: { words: 'Held', color: 'signal' },
  succeeded: { words: 'Paid', color: 'green' },
  failed: { words: 'Failed', color: 'red' },
  cancelled: { words: 'Released', color: 'gray' },
  refunded: { words: 'Refunded', color: 'gray' },
  disputed: { words: 'Disputed', color: 'red' },
};

/** Suggested to both sides, because a guard and a job meet on the exact word. */
export const SKILLS = [
  'access control',
  'cctv',
  'close protection',
  'crowd control',
  'defensive driving',
  'first aid',
  'patrol',
];

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
