import { type Facts, type Line, line } from './line.js';

const URGENT = { category: 'shift', isUrgent: true } as const;
/** It changes when people have to be somewhere. */
const DATED = { ...URGENT, inCalendar: true } as const;
/** What a customer must learn even with the phone in the pocket. */
const ALARM = { ...URGENT, ifUnseen: ['email', 'sms'] } as const;
const BY_OTHERS = ['admin', 'system'] as const;
const MONEY = { category: 'money', topic: 'money' } as const;
/** Nobody waits ten minutes with it. */
const EVERY_WAY = { isUrgent: true, atOnce: ['push', 'sms', 'email'] } as const;
const ALARM_NOW = { ...URGENT, atOnce: ['push', 'sms'], topic: 'alarm' } as const;
/** Replaced by what happens to the job; its end is the start. */
const REMINDER = { topic: 'reminder', until: 'startTime' } as const;
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
    ...DATED,
    facts: (_, guardId): Facts => (guardId ? { guardId } : {}),
  }),
  nobody_yet: line('job.nobody_yet', 'customer', {
    ...URGENT,
    atOnce: ['push', 'email'],
    ifUnseen: ['sms'],
    until: 'startTime',
  }),
  guard_on_the_way: line('job.guard_on_the_way', 'customer', { ...URGENT, facts: ({ guardId }) => ({ guardId }) }),
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
  guard_absent: line('job.reopened', 'customer', { ...ALARM, inCalendar: true, by: ['system'] }),
  guard_gave_back: line('job.reopened', 'customer', { ...DATED, by: ['guard', 'admin'] }),
  shift_ended: line('job.completed', 'customer', {
    ...URGENT,
    facts: ({ workedMinutes, dueAmountCents }) => ({ workedMinutes, dueAmountCents }),
  }),
  check_out_due: line('job.check_out_due', 'customer', { ...URGENT, facts: ({ clockEndsAt }) => ({ clockEndsAt }) }),
  cancelled_for_you: line('job.cancelled', 'customer', {
    ...DATED,
    by: BY_OTHERS,
    atOnce: ['push', 'email'],
    ifUnseen: ['sms'],
    facts: ({ feeCents }) => ({ feeCents }),
  }),
  booked_for_you: line('job.on_behalf', 'customer', {
    ...{ category: 'shift', inCalendar: true },
    ...{ atOnce: ['push', 'email'], ifUnseen: [] },
  }),
  proposal_accepted: line('proposal.accepted', 'customer', DATED),
  proposal_declined: line('proposal.declined', 'customer', URGENT),
  proposal_expired: line('proposal.expired', 'customer', URGENT),
  card_refused: line('hold.failed', 'customer', { ...MONEY, atOnce: ['email', 'push'], ifUnseen: ['sms'] }),
  card_to_confirm: line('charge.needs_owner', 'customer', {
    ...MONEY,
    isUrgent: true,
    atOnce: ['email', 'push'],
    ifUnseen: ['sms'],
    facts: ({ at }): Facts => (at ? { at } : {}),
  }),
  card_to_mend: line('hold.mend_by', 'customer', {
    ...MONEY,
    isUrgent: true,
    atOnce: ['email', 'push'],
    ifUnseen: ['sms'],
    facts: ({ at }) => ({ at }),
  }),
  card_ends: line('card.ends_before', 'customer', {
    ...MONEY,
    atOnce: ['email', 'push'],
    ifUnseen: [],
    facts: ({ validUntil }) => ({ validUntil }),
    until: 'validUntil',
  }),
  owed: line('charge.owed', 'customer', {
    ...MONEY,
    atOnce: ['email', 'push'],
    ifUnseen: ['sms'],
    facts: ({ amountCents }) => ({ amountCents }),
  }),
  receipt: line('charge.succeeded', 'customer', { ...MONEY, facts: ({ amountCents }) => ({ amountCents }) }),
  refunded: line('refund.succeeded', 'customer', {
    ...MONEY,
    atOnce: ['email', 'push'],
    ifUnseen: [],
    facts: ({ amountCents }) => ({ amountCents }),
  }),
  credit_given: line('user.credit_given', 'person', {
    ...MONEY,
    topic: 'account',
    atOnce: ['push', 'email'],
    ifUnseen: [],
    facts: ({ amountCents }) => ({ amountCents }),
  }),
  credit_used: line('credit.used', 'customer', { ...MONEY, facts: ({ amountCents }) => ({ amountCents }) }),
  disputed: line('charge.disputed', 'customer', {
    ...MONEY,
    atOnce: ['email', 'push'],
    ifUnseen: [],
    facts: ({ amountCents }) => ({ amountCents }),
  }),
  dispute_won: line('dispute.won', 'customer', { ...MONEY, facts: ({ amountCents }) => ({ amountCents }) }),
  dispute_lost: line('dispute.lost', 'customer', {
    ...MONEY,
    atOnce: ['email', 'push'],
    ifUnseen: [],
    facts: ({ amountCents }) => ({ amountCents }),
  }),
  correction_asked: line('hours.asked', 'customer', { ...MONEY, topic: 'job' }),
  correction_asked_of_guard: line('hours.asked', 'guard', { ...MONEY, topic: 'job' }),
  job_given: line('job.matched', 'guard', { ...DATED, by: ['admin'] }),
  reminder_tomorrow: line('job.starts_tomorrow', 'guard', { ...REMINDER, category: 'shift' }),
  reminder_soon: line('job.starts_soon', 'guard', { ...REMINDER, ...URGENT }),
  job_taken_off: line('job.reopened', 'former_guard', { ...DATED, facts: ({ guardId }) => ({ guardId }) }),
  job_cancelled: line('job.cancelled', 'guard', DATED),
  job_edited: line('job.edited', 'guard', DATED),
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
  owed_to_you: line('charge.owed', 'guard', MONEY),
  guaranteed: line('payout.guaranteed', 'guard', { ...MONEY, facts: ({ amountCents }) => ({ amountCents }) }),
  paid: line('payout.succeeded', 'guard', { ...MONEY, facts: ({ amountCents }) => ({ amountCents }) }),
  payout_waits: line('payout.waiting', 'guard', { ...MONEY, facts: ({ amountCents }) => ({ amountCents }) }),
  payout_failed: line('payout.failed', 'guard', MONEY),
  pay_contested: line('charge.disputed', 'guard', MONEY),
  pay_defended: line('dispute.won', 'guard', MONEY),
  pay_lost: line('dispute.lost', 'guard', { ...MONEY, facts: ({ guardPayoutCents }) => ({ guardPayoutCents }) }),
  payout_bounced: line('user.payout_bounced', 'person', {
    category: 'money',
    topic: 'account',
    atOnce: ['push', 'email'],
    ifUnseen: [],
    facts: ({ amountCents }) => ({ amountCents }),
  }),
  verified: line('user.verified', 'person', { category: 'account', topic: 'account' }),
  verification_refused: line('user.verification_refused', 'person', { category: 'account', topic: 'account' }),
  license_ends: line('user.license_ends', 'person', {
    category: 'account',
    topic: 'papers',
    facts: ({ expiresOn, days }) => ({ expiresOn, days }),
  }),
  reinstated: line('user.reinstated', 'person', {
    category: 'account',
    topic: 'account',
    atOnce: ['push', 'email'],
    ifUnseen: [],
  }),
  written_by_guard: line('conversation.written', 'customer', { ...URGENT, by: ['guard'], topic: 'conversation' }),
  written_by_customer: line('conversation.written', 'guard', { ...URGENT, by: ['customer'], topic: 'conversation' }),
  alarm_of_guard: line('alarm.raised', 'customer', { ...ALARM_NOW, by: ['guard'] }),
  alarm_of_customer: line('alarm.raised', 'guard', { ...ALARM_NOW, by: ['customer'] }),
  alarm_in_hand_customer: line('alarm.acknowledged', 'customer', { ...URGENT, topic: 'alarm' }),
  alarm_in_hand_guard: line('alarm.acknowledged', 'guard', { ...URGENT, topic: 'alarm' }),
  alarm_over_customer: line('alarm.resolved', 'customer', { ...URGENT, topic: 'alarm' }),
  alarm_over_guard: line('alarm.resolved', 'guard', { ...URGENT, topic: 'alarm' }),
  alarm_false_customer: line('alarm.withdrawn', 'customer', { ...URGENT, topic: 'alarm' }),
  alarm_false_guard: line('alarm.withdrawn', 'guard', { ...URGENT, topic: 'alarm' }),
  desk_alarm: line('alarm.raised', 'admins', { ...FOR_ADMINS, ...EVERY_WAY, topic: 'alarm' }),
  desk_alarm_false: line('alarm.withdrawn', 'admins', { ...FOR_ADMINS, isUrgent: true, topic: 'alarm' }),
  desk_silent: line('job.silent', 'admins', { ...FOR_ADMINS, facts: ({ lastHeardAt }) => ({ lastHeardAt }) }),
  desk_left_post: line('job.left_post', 'admins', { ...FOR_ADMINS, facts: ({ since }) => ({ since }) }),
  desk_absent: line('job.reopened', 'admins', { ...FOR_ADMINS, by: ['system'] }),
  desk_unfit: line('job.guard_unfit', 'admins', FOR_ADMINS),
  desk_correction: line('hours.unanswered', 'admins', FOR_ADMINS),
  desk_correction_declined: line('hours.declined', 'admins', FOR_ADMINS),
  desk_papers: line('user.papers_waiting', 'admins', { ...FOR_ADMINS, topic: 'papers' }),
  // Their owner is asked for another card; the summary tells of those who were.
  desk_hold_failed: line('hold.failed', 'admins', { ...FOR_ADMINS, topic: 'money', atOnce: [] }),
  desk_charge_failed: line('charge.failed', 'admins', { ...FOR_ADMINS, topic: 'money' }),
  desk_money_unknown: line('money.unknown', 'admins', { ...FOR_ADMINS, topic: 'money' }),
  desk_payout_failed: line('payout.failed', 'admins', { ...FOR_ADMINS, topic: 'money' }),
  desk_refund_failed: line('refund.failed', 'admins', { ...FOR_ADMINS, topic: 'money' }),
  desk_disputed: line('charge.disputed', 'admins', {
    ...FOR_ADMINS,
    topic: 'money',
    facts: ({ amountCents }) => ({ amountCents }),
  }),
  desk_dispute_term: line('dispute.needs_person', 'admins', {
    ...FOR_ADMINS,
    topic: 'money',
    facts: ({ amountCents, answerBy }) => ({ amountCents, answerBy }),
    until: 'answerBy',
  }),
  desk_dispute_lost: line('dispute.lost', 'admins', {
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
