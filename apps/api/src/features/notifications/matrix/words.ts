import type { Facts } from './line.js';
import type { MessageKind } from './matrix.js';
import { clockOf, dateAndClock, duration, milesOf, money } from './figures.js';

/** What is said of the job, at the time when the words are made. */
export interface JobWords {
  title: string;
  startTime: Date;
  endTime: Date;
  timeZone: string;
  /** Of whoever has it now. */
  guardId: string | null;
  guardName: string | null;
}

interface OfferWords {
  distanceMeters: number;
  payoutCents: number;
}

export interface Told {
  facts: Facts;
  job: JobWords;
  /** Only of an offer that is still there. */
  offer: OfferWords | null;
}

/** Plain text, for every channel alike. The title stands alone on a locked phone. */
export interface Words {
  title: string;
  body: string;
}

const say =
  (title: (told: Told) => string, body: (told: Told) => string) =>
  (told: Told): Words => ({ title: title(told), body: body(told) });

/** Their name while they have the job, so that nobody is told the name of another. */
const guardOf = ({ facts, job }: Told): string =>
  job.guardName !== null && (facts.guardId === undefined || facts.guardId === job.guardId)
    ? job.guardName
    : 'The guard';

const about = ({ job }: Told): string => `${job.title}, ${dateAndClock(job.startTime, job.timeZone)}`;
const amount = ({ facts }: Told): string => money(Number(facts.amountCents));
const at = ({ facts, job }: Told, name: string): string => clockOf(new Date(String(facts[name])), job.timeZone);
const worked = ({ facts }: Told): string => duration(Number(facts.workedMinutes));

/** What each kind says. A kind without words does not compile. */
export const WORDS: Record<MessageKind, (told: Told) => Words> = {
  offer: say(
    ({ offer }) =>
      offer ? `${money(offer.payoutCents)}, ${milesOf(offer.distanceMeters)}` : 'A job is offered to you',
    (told) => `${about(told)} to ${clockOf(told.job.endTime, told.job.timeZone)}. Open until ${at(told, 'expiresAt')}.`,
  ),
  offer_gone: say(
    () => 'The job is gone',
    (told) => `${about(told)} is no longer offered to you.`,
  ),
  guard_accepted: say(
    (told) => `${guardOf(told)} has accepted`,
    (told) => `${about(told)}.`,
  ),
  guard_arrived: say(
    (told) => `${guardOf(told)} is on site`,
    (told) => `${told.job.title} has begun.`,
  ),
  guard_left_post: say(
    (told) => `${guardOf(told)} has left the site`,
    (told) => `${told.job.title}: away since ${at(told, 'since')}. We have told our desk.`,
  ),
  guard_back_on_post: say(
    (told) => `${guardOf(told)} is back on site`,
    ({ job }) => job.title,
  ),
  guard_late: say(
    (told) => `${guardOf(told)} is late`,
    (told) => `${about(told)}: not checked in yet.`,
  ),
  wait_or_replace: say(
    () => 'Wait for the guard, or have them replaced?',
    (told) => `${told.job.title}: the guard is late and on the way. Please answer by ${at(told, 'answerBy')}.`,
  ),
  guard_absent: say(
    () => 'The guard has not come; we look for another',
    (told) => `${about(told)}. You pay nothing for the time without a guard.`,
  ),
  guard_gave_back: say(
    () => 'The guard cannot come; we look for another',
    (told) => `${about(told)} is offered to other guards now.`,
  ),
  shift_ended: say(
    ({ job }) => `${job.title} has ended`,
    (told) => `${worked(told)} of work. ${money(Number(told.facts.dueAmountCents))} is due. See the hours.`,
  ),
  check_out_due: say(
    ({ job }) => `${job.title}: the booked time is over`,
    (told) => `The guard has not checked out. We end the job at ${at(told, 'clockEndsAt')}.`,
  ),
  cancelled_for_you: say(
    ({ job }) => `${job.title} was cancelled`,
    (told) =>
      `${about(told)} does not take place. ${Number(told.facts.feeCents) > 0 ? `The fee is ${money(Number(told.facts.feeCents))}.` : 'You pay nothing.'}`,
  ),
  booked_for_you: say(
    () => 'Our desk has changed a booking for you',
    (told) => `${about(told)}. Please look at it.`,
  ),
  proposal_accepted: say(
    () => 'The guard agrees to your change',
    (told) => `${about(told)}.`,
  ),
  proposal_declined: say(
    () => 'The guard declines your change',
    (told) => `${about(told)} stays as it was.`,
  ),
  proposal_expired: say(
    () => 'Your change was not answered',
    (told) => `${about(told)} stays as it was.`,
  ),
  card_refused: say(
    () => 'Your card was refused',
    (told) => `${about(told)}: please give another card, so that the job can take place.`,
  ),
  card_to_mend: say(
    () => 'Your booking needs another card',
    (told) => `${about(told)}: without one by ${at(told, 'at')} the job is cancelled.`,
  ),
  receipt: say(
    (told) => `Receipt: ${amount(told)}`,
    (told) => `${about(told)}. The receipt is on the page of the job.`,
  ),
  refunded: say(
    (told) => `${amount(told)} is on its way back to you`,
    (told) => `${about(told)}.`,
  ),
  disputed: say(
    (told) => `Your bank disputes ${amount(told)}`,
    (told) => `${about(told)}. We have answered the bank, or will; you need not do anything.`,
  ),
  correction_asked: say(
    () => 'Other hours are asked for',
    (told) => `${about(told)}. Please agree or say why not.`,
  ),
  correction_asked_of_guard: say(
    () => 'Other hours are asked for',
    (told) => `${about(told)}. Please agree or say why not.`,
  ),
  job_given: say(
    () => 'Our desk has given you a job',
    (told) => `${about(told)}.`,
  ),
  job_taken_off: say(
    ({ job }) => `${job.title} is no longer yours`,
    (told) => `${about(told)}. Please do not go there.`,
  ),
  job_cancelled: say(
    ({ job }) => `${job.title} was cancelled`,
    (told) => `${about(told)}. Please do not go there.`,
  ),
  job_edited: say(
    ({ job }) => `${job.title} was changed`,
    (told) => `${about(told)}. Please read the notes again.`,
  ),
  change_proposed: say(
    ({ job }) => `${job.title}: a change is proposed`,
    (told) => {
      const { facts, job } = told;
      const start = dateAndClock(new Date(String(facts.startTime)), job.timeZone);
      const end = clockOf(new Date(String(facts.endTime)), job.timeZone);
      return `${start} to ${end}, ${money(Number(facts.guardPayoutCents))}. Please answer by ${at(told, 'expiresAt')}.`;
    },
  ),
  check_out_forgotten: say(
    () => 'Please check out',
    (told) => `${told.job.title}: the booked time is over. We end the job at ${at(told, 'clockEndsAt')}.`,
  ),
  shift_ended_for_you: say(
    ({ job }) => `${job.title} was ended`,
    (told) => `${worked(told)} of work. If that is not right, please ask for a correction.`,
  ),
  paid: say(
    (told) => `${amount(told)} is on its way to you`,
    ({ job }) => `For ${job.title}.`,
  ),
  payout_waits: say(
    (told) => `${amount(told)} waits for you`,
    ({ job }) => `For ${job.title}. Finish your payout account, and it is sent at once.`,
  ),
  payout_failed: say(
    () => 'Your payout has failed',
    ({ job }) => `For ${job.title}. Nothing is lost; please look at your payout account.`,
  ),
  verified: say(
    () => 'Your licence is verified',
    () => 'Go on duty, and jobs are offered to you.',
  ),
  verification_refused: say(
    () => 'Your licence could not be verified',
    () => 'Your profile says why. Correct it, and we look again.',
  ),
  reinstated: say(
    () => 'Your account is open again',
    () => 'Everything works as before.',
  ),
  desk_silent: say(
    ({ job }) => `Silent: ${job.title}`,
    (told) => `No position of ${guardOf(told)} since ${at(told, 'lastHeardAt')}.`,
  ),
  desk_left_post: say(
    ({ job }) => `Left the post: ${job.title}`,
    (told) => `${guardOf(told)} is away from the site since ${at(told, 'since')}.`,
  ),
  desk_absent: say(
    ({ job }) => `No guard: ${job.title}`,
    (told) => `${about(told)} went back to dispatch.`,
  ),
  desk_unfit: say(
    ({ job }) => `Guard no longer fits: ${job.title}`,
    (told) => `${guardOf(told)} is at work and no longer meets what the job asks for.`,
  ),
  desk_correction: say(
    ({ job }) => `Hours to decide: ${job.title}`,
    (told) => `${about(told)}: a correction was not answered.`,
  ),
  desk_payout_failed: say(
    ({ job }) => `Payout failed: ${job.title}`,
    (told) => about(told),
  ),
  desk_refund_failed: say(
    ({ job }) => `Refund failed: ${job.title}`,
    (told) => about(told),
  ),
  desk_disputed: say(
    ({ job }) => `Dispute: ${job.title}`,
    (told) => `${amount(told)} is disputed by the bank.`,
  ),
};
