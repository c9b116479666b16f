import type { ClearanceLevel, JobStatus, JobType, PaymentPurpose, PaymentStatus, PaymentType } from '@aegis/contract';
import { words } from './words';

/**
 * What is said of each of some names, in the language that is spoken when it is read: so it may be a constant, as long as nothing
 * is read of it while modules are loaded.
 */
function saidOf<Name extends string>(
  names: readonly Name[],
  say: (name: Name) => string,
): Readonly<Record<Name, string>> {
  const said = {} as Record<Name, string>;
  for (const name of names) Object.defineProperty(said, name, { get: () => say(name), enumerable: true });
  return said;
}

interface Tone {
  readonly words: string;
  /** Mantine's colour: green only for on site and paid, amber for "needs you", red only for danger and loss. */
  readonly color: string;
}

const toned = <Name extends string>(
  colors: Readonly<Record<Name, string>>,
  say: (name: Name) => string,
): Readonly<Record<Name, Tone>> => {
  const tones = {} as Record<Name, Tone>;
  for (const name of Object.keys(colors) as Name[])
    tones[name] = {
      get words() {
        return say(name);
      },
      color: colors[name],
    };
  return tones;
};

const TYPES = ['basic', 'event', 'executive', 'patrol', 'residential', 'retail'] as const satisfies readonly JobType[];
const LEVELS = ['basic', 'armed', 'executive'] as const satisfies readonly ClearanceLevel[];
const PAYMENTS = ['charge', 'payout', 'refund'] as const satisfies readonly PaymentType[];

/** The market's words for people; a record, so that a new state does not compile without its word. */
export const JOB_TYPES: Readonly<Record<JobType, string>> = saidOf(TYPES, (type) => words(`terms.jobType.${type}`));

export const CLEARANCES: Readonly<Record<ClearanceLevel, string>> = saidOf(LEVELS, (level) =>
  words(`terms.clearance.${level}`),
);

export const JOB_STATES: Readonly<Record<JobStatus, Tone>> = toned(
  { requested: 'signal', matched: 'signal', in_progress: 'green', completed: 'gray', cancelled: 'gray' },
  (status) => words(`terms.job.${status}`),
);

export const PAYMENT_TYPES: Readonly<Record<PaymentType, string>> = saidOf(PAYMENTS, (type) =>
  words(`terms.payment.${type}`),
);

/** "Charge", "Charge for corrected hours", "Payout of a tip" */
export const paymentWords = (type: PaymentType, purpose: PaymentPurpose): string =>
  purpose === 'booking' ? PAYMENT_TYPES[type] : words(`terms.paymentFor.${purpose}`, { payment: PAYMENT_TYPES[type] });

export const PAYMENT_STATES: Readonly<Record<PaymentStatus, Tone>> = toned(
  {
    pending: 'gray',
    processing: 'signal',
    authorized: 'signal',
    succeeded: 'green',
    failed: 'red',
    cancelled: 'gray',
    refunded: 'gray',
    disputed: 'red',
  },
  (status) => words(`terms.paid.${status}`),
);

/** Suggested to both sides, because a guard and a job meet on the exact word: the same on the wire in every language. */
/* eslint-disable aegis/no-hard-coded-words -- values on the wire */
export const SKILLS = [
  'access control',
  'cctv',
  'close protection',
  'crowd control',
  'defensive driving',
  'first aid',
  'patrol',
] as const;
/* eslint-enable aegis/no-hard-coded-words */

const isSuggested = (skill: string): skill is (typeof SKILLS)[number] => SKILLS.some((known) => known === skill);

/** A skill as its reader knows it; one that somebody has written themselves, as they wrote it. */
export const skillWords = (skill: string): string => (isSuggested(skill) ? words(`terms.skill.${skill}`) : skill);

/** What was chosen or typed, as it goes to the server. */
export const skillOf = (said: string): string =>
  SKILLS.find((skill) => skillWords(skill).toLowerCase() === said.trim().toLowerCase()) ?? said;

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
