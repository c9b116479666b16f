import { type Facts, type Line, line } from './line.js';

const URGENT = { category: 'shift', isUrgent: true } as const;
/** What a customer must learn even with the phone in the pocket. */
const ALARM = { ...URGENT, ifUnseen: ['email', 'sms'] } as const;
const BY_OTHERS = ['admin', 'system'] as const;
const MONEY = { category: 'money', topic: 'money' } as const;
/** In the app and by push; the hourly summary has the rest. */
const FOR_ADMINS = { category: 'operations', ifUnseen: [], topic: 'job' } as const;

/**
 * Who is told what, by which ways, at once and when it was not seen. One home: docs/messages.md is compared with it, every kind has
 * its words in words.ts, and whatever is on no line here is told to nobody. Whoever did it is never told of it.
 */
export const MATRIX = {
  offer: line('offer.received', 'person', {
    category: 'offers',
    ifUnseen: [],
    topic: 'offer',
    facts: ({ offerId, expiresAt }) => ({ offerId, expiresAt }),
    until: 'expiresAt',
  }),
  offer_gone: line('offer.gone', 'person', {
    category: 'offers',
    ifUnseen: [],
    topic: 'offer',
    facts: ({ offerId }) => ({ offerId }),
  }),
  guard_accepted: line('job.matched', 'customer', {
    ...URGENT,
    facts: (_, guardId): Facts => (guardId ? { guardId } : {}),
  }),
  guard_arrived: line('job.started', 'customer', URGENT),
  guard_left_post: line('job.left_post', 'customer', { ...ALARM, facts: ({ since }) => ({ since }) }),
  guard_back_on_post: line('job.back_on_post', 'customer', { ...URGENT, ifUnseen: [] }),
  guard_late: line('job.guard_late', 'customer', ALARM),
  wait_or_replace: line('job.wait_or_replace', 'customer', {
    ...ALARM,
    atOnce: ['push', 'sms'],
    ifUnseen: ['email'],
    facts: ({ answerBy }) => ({ answerBy }),
    until: 'answerBy',
  }),
  guard_absent: line('job.reopened', 'customer', { ...ALARM, by: ['system'] }),
  guard_gave_back: line('job.reopened', 'customer', { ...URGENT, by: ['guard', 'admin'] }),
  shift_ended: line('job.completed', 'customer', {
    ...URGENT,
    facts: ({ workedMinutes, dueAmountCents }) => ({ workedMinutes, dueAmountCents }),
  }),
  check_out_due: line('job.check_out_due', 'customer', { ...URGENT, facts: ({ clockEndsAt }) => ({ clockEndsAt }) }),
  cancelled_for_you: line('job.cancelled', 'customer', {
    ...URGENT,
    by: BY_OTHERS,
    atOnce: ['push', 'email'],
    ifUnseen: ['sms'],
    facts: ({ feeCents }) => ({ feeCents }),
  }),
  booked_for_you: line('job.on_behalf', 'customer', { category: 'shift', atOnce: ['push', 'email'], ifUnseen: [] }),
  proposal_accepted: line('proposal.accepted', 'customer', URGENT),
  proposal_declined: line('proposal.declined', 'customer', URGENT),
  proposal_expired: line('proposal.expired', 'customer', URGENT),
  card_refused: line('hold.failed', 'customer', { ...MONEY, atOnce: ['email', 'push'], ifUnseen: ['sms'] }),
  card_to_mend: line('hold.mend_by', 'customer', {
    ...MONEY,
    isUrgent: true,
    atOnce: ['email', 'push'],
    ifUnseen: ['sms'],
    facts: ({ at }) => ({ at }),
  }),
  receipt: line('charge.succeeded', 'customer', { ...MONEY, facts: ({ amountCents }) => ({ amountCents }) }),
  refunded: line('refund.succeeded', 'customer', {
    ...MONEY,
    atOnce: ['email', 'push'],
    ifUnseen: [],
    facts: ({ amountCents }) => ({ amountCents }),
  }),
  disputed: line('charge.disputed', 'customer', {
    ...MONEY,
    atOnce: ['email', 'push'],
    ifUnseen: [],
    facts: ({ amountCents }) => ({ amountCents }),
  }),
  correction_asked: line('hours.asked', 'customer', { ...MONEY, topic: 'job' }),
  correction_asked_of_guard: line('hours.asked', 'guard', { ...MONEY, topic: 'job' }),
  job_given: line('job.matched', 'guard', { ...URGENT, by: ['admin'] }),
  job_taken_off: line('job.reopened', 'former_guard', { ...URGENT, facts: ({ guardId }) => ({ guardId }) }),
  job_cancelled: line('job.cancelled', 'guard', URGENT),
  job_edited: line('job.edited', 'guard', URGENT),
  change_proposed: line('proposal.made', 'guard', {
    ...URGENT,
    facts: ({ expiresAt, startTime, endTime, guardPayoutCents }) => ({
      expiresAt,
      startTime,
      endTime,
      guardPayoutCents,
    }),
    until: 'expiresAt',
  }),
  check_out_forgotten: line('job.check_out_due', 'guard', {
    ...URGENT,
    facts: ({ clockEndsAt }) => ({ clockEndsAt }),
  }),
  shift_ended_for_you: line('job.completed', 'guard', {
    ...URGENT,
    by: BY_OTHERS,
    facts: ({ workedMinutes }) => ({ workedMinutes }),
  }),
  paid: line('payout.succeeded', 'guard', { ...MONEY, facts: ({ amountCents }) => ({ amountCents }) }),
  payout_waits: line('payout.waiting', 'guard', { ...MONEY, facts: ({ amountCents }) => ({ amountCents }) }),
  payout_failed: line('payout.failed', 'guard', MONEY),
  verified: line('user.verified', 'person', { category: 'account', topic: 'account' }),
  verification_refused: line('user.verification_refused', 'person', { category: 'account', topic: 'account' }),
  reinstated: line('user.reinstated', 'person', {
    category: 'account',
    topic: 'account',
    atOnce: ['push', 'email'],
    ifUnseen: [],
  }),
  desk_silent: line('job.silent', 'admins', { ...FOR_ADMINS, facts: ({ lastHeardAt }) => ({ lastHeardAt }) }),
  desk_left_post: line('job.left_post', 'admins', { ...FOR_ADMINS, facts: ({ since }) => ({ since }) }),
  desk_absent: line('job.reopened', 'admins', { ...FOR_ADMINS, by: ['system'] }),
  desk_unfit: line('job.guard_unfit', 'admins', FOR_ADMINS),
  desk_correction: line('hours.unanswered', 'admins', FOR_ADMINS),
  desk_payout_failed: line('payout.failed', 'admins', { ...FOR_ADMINS, topic: 'money' }),
  desk_refund_failed: line('refund.failed', 'admins', { ...FOR_ADMINS, topic: 'money' }),
  desk_disputed: line('charge.disputed', 'admins', {
    ...FOR_ADMINS,
    topic: 'money',
    facts: ({ amountCents }) => ({ amountCents }),
  }),
} as const satisfies Record<string, Line>;

export type MessageKind = keyof typeof MATRIX;

// `Object.entries` forgets which keys they are.
export const LINES = Object.entries(MATRIX) as [MessageKind, Line][];

/** What one e-mail an hour sums up. */
export const KINDS_FOR_ADMINS: readonly string[] = LINES.filter(([, { to }]) => to === 'admins').map(([kind]) => kind);

/** False for a kind of an older or newer version. */
export const isMessageKind = (kind: string): kind is MessageKind => Object.hasOwn(MATRIX, kind);

export const lineOf = (kind: MessageKind): Line => MATRIX[kind];
