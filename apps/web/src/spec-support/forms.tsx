import type { ReactNode } from 'react';
import { ChangeEmail } from '../account/change-email';
import { ChangePassword } from '../account/change-password';
import { Passkeys } from '../account/passkeys';
import { Places } from '../account/places';
import { Page as ForgotPassword } from '../account/forgot-password-page';
import { Page as SignIn } from '../account/sign-in-page';
import { Page as SignUp } from '../account/sign-up-page';
import { BackgroundCheckDialog } from '../admin/background-check-dialog';
import { AskCardAgainDialog, ConfirmArrivalForThem } from '../admin/desk/customers-answers';
import { ChangeEmailDialog } from '../admin/desk/change-email-dialog';
import { GiveDialog } from '../admin/desk/credit-panel';
import { DecideDialog } from '../admin/desk/decide-dialog';
import { EndDialog } from '../admin/desk/end-dialog';
import { PapersDialog } from '../admin/papers-dialog';
import { RefundDialog } from '../admin/refund-dialog';
import { StandingDialog } from '../admin/standing-dialog';
import { Offers } from '../guard/offers';
import { Papers } from '../guard/papers';
import { Page as GuardProfilePage } from '../guard/profile-page';
import { WithdrawJob } from '../guard/withdraw-job';
import { Arrival } from '../jobs/arrival';
import { BookRest } from '../jobs/book-rest';
import { CancelJob } from '../jobs/cancel-job';
import { EditForm } from '../jobs/edit-form';
import { ExtendJob } from '../jobs/extend-job';
import { AskCorrection } from '../jobs/hours/ask-correction';
import { OpenCorrection } from '../jobs/hours/open-correction';
import { GiveTip } from '../jobs/hours/give-tip';
import { AnswerLate } from '../jobs/late-guard';
import { OwedByMe } from '../jobs/owed';
import { LiveProposal } from '../jobs/proposals';
import { ShareJob } from '../jobs/share-job';
import type { Correction, Hours } from '../jobs/hours/hours-query';
import type { Replies, Reply } from './answering-server';
import * as market from './market-answers';

const nothing = (): void => undefined;

export interface Form {
  page: ReactNode;
  as: 'customer' | 'guard' | 'admin' | null;
  /** What is answered before anything is sent. */
  replies?: Replies;
  /** What is pressed to come to it. */
  open?: RegExp;
  /** What is typed, by its label. Of what is secret nothing is kept. */
  types?: Readonly<Record<string, string>>;
  secrets?: Readonly<Record<string, string>>;
  /** What is chosen from what is found for the words that are typed, by the label of the field. */
  chooses?: Readonly<Record<string, { typed: string; found: string }>>;
  press: RegExp;
  /** As `METHOD /path`. */
  sends: string;
  /** Of the price that is on the button, or of what was looked at, in what is sent. */
  pins?: Readonly<Record<string, number>>;
  /** What the server has when the price has changed meanwhile; what is shown then, and what is sent. */
  anew?: { replies: Replies; shows: RegExp; press?: RegExp; pins: Readonly<Record<string, number>> };
  /** What says the opposite, and cannot be said beside it. */
  opposite?: RegExp;
  /** The path of a field that a server may refuse, and its label. */
  refuses?: readonly [path: string, label: string];
}

const REASON = { Reason: 'They called about it' };
const USER = { ...market.somebody('customer'), email: 'kim@example.com', status: 'active', statusBeforeClosing: null };
const user = USER as unknown as NonNullable<Parameters<typeof StandingDialog>[0]['user']>;
const paid = (items: readonly unknown[], owedCents = 0) => ({
  ...market.pageOf(items),
  sum: {
    ...{ chargedCents: 0, creditedCents: 0, refundedCents: 0, paidOutCents: 0, platformCents: 0 },
    ...{ guaranteedCents: 0, owedCents, heldCents: 0 },
  },
});
const waiting = { ...market.GUARD_PROFILE, hasLicenseScan: false };
/** But for a look at what it would come to now. */
const refusedFor =
  (code: string, answer: unknown): Reply =>
  (body) =>
    (body as { preview?: boolean }).preview
      ? { answer }
      : { refusal: { status: 409, code, detail: 'It is another sum than you were shown.' } };

const fee = { feeCents: 6000, percent: 50, because: 'time_left', job: market.jobIn(180, 'matched') };
const dearer = {
  ...{ changed: ['title', 'hourlyRateCents'], needsGuard: false, proposal: null, totalAmountCents: 15_000 },
  job: market.jobIn(180, 'requested'),
};
const longer = {
  ...{ addedCents: 3000, totalAmountCents: 15_000, paymentId: null, endTime: market.inMinutes(300) },
};
const rest = { startTime: market.inMinutes(0), endTime: market.inMinutes(180), totalAmountCents: 4500, bookedAs: null };

const PASSKEY = { id: market.JOB_ID, name: 'Phone', createdAt: market.inMinutes(-600), lastUsedAt: null };
const PASSKEYS: Replies = {
  'GET /auth/passkeys': { answer: market.pageOf([{ ...PASSKEY, isBackedUp: true }]) },
};
const DEPOT = {
  ...{ id: market.JOB_ID, label: 'Depot', address: '1 Quay Street', location: market.PLACE, siteRadiusMeters: 150 },
  ...{ notes: null, contact: null },
};
const FOUND = {
  items: [{ label: DEPOT.address, position: market.PLACE, precision: 'address' }],
  attribution: 'Somebody’s map',
};
const CHECK = { result: 'clear', checkedOn: '2026-01-05', provider: 'A court' };
const HOURS: Hours = {
  ...{ bookedMinutes: 240, bookedCents: 12_000, onBreakSince: null, record: null, lateEvidence: null },
  ...{ workedMinutes: 240, billedMinutes: 240, dueAmountCents: 12_000, why: 'as_worked', corrections: [] },
  ...{ canAskUntil: market.inMinutes(600), mostMinutes: 300 },
};
const CORRECTION: Correction = {
  ...{ id: market.JOB_ID, jobId: market.JOB_ID, kind: 'minutes', status: 'to_decide', askedBy: 'guard' },
  ...{ reason: 'Stayed longer', fromMinutes: 240, toMinutes: 270, fromCents: 12_000, toCents: 13_500 },
  ...{ askedAt: market.inMinutes(-60), answerBy: market.inMinutes(600), answeredAt: null, answerReason: null },
  ...{ decidedAt: null, decidedMinutes: null, decidedCents: null, decisionReason: null },
};

const ASKED: Correction = { ...CORRECTION, status: 'asked' };
const PROPOSAL = {
  ...{ id: market.JOB_ID, jobId: market.JOB_ID, guardId: market.somebody('guard').id, status: 'open' },
  ...{ changed: ['hourlyRateCents'], proposedAt: market.inMinutes(-5), expiresAt: market.inMinutes(100) },
  ...{ terms: market.jobIn(600, 'matched', { hourlyRateCents: 3500 }), resolvedAt: null, appliedAt: null },
};

/** By the file in which something is sent, and what it is called. */
export const FORMS: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  'account/change-email.tsx': {
    'another address': {
      ...{ page: <ChangeEmail />, as: 'customer', press: /^Change e-mail$/, sends: 'POST /auth/email/change' },
      types: { 'New e-mail': 'kim@example.org' },
      secrets: { 'Your password': 'a-long-password' },
      refuses: ['email', 'New e-mail'],
    },
  },
  'account/change-password.tsx': {
    'another password': {
      ...{ page: <ChangePassword />, as: 'customer', press: /^Change password$/, sends: 'POST /auth/password' },
      secrets: { 'Current password': 'a-long-password', 'New password': 'another-password' },
      refuses: ['newPassword', 'New password'],
    },
  },
  'account/forgot-password-page.tsx': {
    'a forgotten password': {
      ...{ page: <ForgotPassword />, as: null, press: /link/i, sends: 'POST /auth/password/forgot' },
      types: { 'E-mail': 'kim@example.com' },
    },
  },
  'account/passkeys.tsx': {
    'another name of a passkey': {
      ...{ page: <Passkeys />, as: 'customer', open: /^Rename Phone$/, replies: PASSKEYS },
      ...{ types: { Name: 'The phone for nights' }, press: /^Rename the passkey$/ },
      ...{ sends: 'PATCH /auth/passkeys/:id', refuses: ['name', 'Name'] },
    },
  },
  'data/passkey-device.ts': {
    'a passkey': {
      ...{ page: <Passkeys />, as: 'customer', open: /^Add a passkey$/, replies: PASSKEYS },
      ...{ types: { Name: 'The phone for nights' }, secrets: { 'Your password': 'a-long-password' } },
      ...{ press: /^Add a passkey$/, sends: 'POST /auth/passkeys/offer' },
    },
  },
  'account/places.tsx': {
    'a new saved place': {
      ...{ page: <Places />, as: 'customer', open: /^Save a place$/, press: /^Save$/ },
      ...{ types: { Name: 'Depot', 'For the guard': 'Code 9876' }, sends: 'POST /users/me/places' },
      replies: { 'GET /users/me/places': { answer: market.pageOf([]) }, 'GET /places': { answer: FOUND } },
      chooses: { 'Address, ZIP code or town': { typed: '1 Quay', found: DEPOT.address } },
      refuses: ['label', 'Name'],
    },
    'a saved place': {
      ...{ page: <Places />, as: 'customer', open: /^Change Depot$/, types: { 'For the guard': 'Code 9876' } },
      replies: { 'GET /users/me/places': { answer: market.pageOf([DEPOT]) } },
      ...{ press: /^Save$/, sends: 'PUT /users/me/places/:id', refuses: ['notes', 'For the guard'] },
    },
  },
  'admin/background-check-dialog.tsx': {
    'a background check': {
      ...{ page: <BackgroundCheckDialog guard={user} onClose={nothing} />, as: 'admin' },
      replies: { 'GET /admin/guards/:userId/background-check': { answer: { check: CHECK } } },
      ...{ types: { 'Who checked': 'County records', Note: 'Read on paper' }, press: /^Record the check$/ },
      ...{ sends: 'PUT /admin/guards/:userId/background-check', refuses: ['provider', 'Who checked'] },
    },
  },
  'admin/papers-dialog.tsx': {
    'papers that are confirmed': {
      ...{ page: <PapersDialog guard={waiting} onClose={nothing} />, as: 'admin', types: REASON },
      ...{ press: /^Confirm the licence$/, sends: 'POST /admin/guards/:userId/verify', pins: { papersVersion: 3 } },
      opposite: /^Refuse the papers$/,
    },
    'papers that are refused': {
      ...{ page: <PapersDialog guard={waiting} onClose={nothing} />, as: 'admin', types: REASON },
      ...{ press: /^Refuse the papers$/, sends: 'POST /admin/guards/:userId/refuse', pins: { papersVersion: 3 } },
      opposite: /^Confirm the licence$/,
    },
  },
  'admin/desk/decide-dialog.tsx': {
    'hours that are decided': {
      page: (
        <DecideDialog job={market.jobIn(-300, 'completed')} hours={HOURS} correction={CORRECTION} onClose={nothing} />
      ),
      ...{ as: 'admin', types: REASON, press: /^Decide/, sends: 'POST /corrections/:id/decide' },
    },
  },
  'data/session.ts': {
    'a sign-in': {
      ...{ page: <SignIn />, as: null, press: /^Sign in$/, sends: 'POST /auth/login' },
      types: { 'E-mail': 'kim@example.com' },
      secrets: { Password: 'a-long-password' },
    },
    'a sign-up': {
      ...{ page: <SignUp />, as: null, press: /^Open account$/, sends: 'POST /auth/register' },
      types: { 'First name': 'Kim', 'Last name': 'Reed', 'E-mail': 'kim@example.com' },
      secrets: { Password: 'a-long-password' },
      refuses: ['email', 'E-mail'],
    },
  },
  'admin/standing-dialog.tsx': {
    'a suspension': {
      ...{ page: <StandingDialog user={user} onClose={nothing} />, as: 'admin', types: REASON },
      ...{ press: /^Suspend the account$/, sends: 'POST /admin/users/:id/suspend' },
    },
  },
  'admin/refund-dialog.tsx': {
    'a refund': {
      page: <RefundDialog payment={{ id: market.JOB_ID, amountCents: 5000 }} onClose={nothing} />,
      ...{ as: 'admin', types: { Amount: '12.5', ...REASON } },
      ...{ press: /^Refund \$12\.50$/, sends: 'POST /admin/payments/:id/refund', pins: { amountCents: 1250 } },
    },
  },
  'admin/desk/credit-panel.tsx': {
    'credit for a customer': {
      page: <GiveDialog customer={{ id: market.JOB_ID, name: 'Kim Reed' }} onClose={nothing} />,
      ...{ as: 'admin', types: { Amount: '20', ...REASON }, press: /\$20\.00/ },
      ...{ sends: 'POST /admin/users/:userId/credits', pins: { amountCents: 2000 } },
    },
  },
  'admin/desk/change-email-dialog.tsx': {
    'an address for somebody': {
      ...{ page: <ChangeEmailDialog user={user} onClose={nothing} />, as: 'admin' },
      ...{ types: { 'New e-mail': 'kim@example.org', ...REASON }, press: /confirm|mail/i },
      sends: 'POST /admin/people/:id/email',
    },
  },
  'admin/desk/desk-query.ts': {
    'the end of a job': {
      ...{ page: <EndDialog job={market.jobIn(-60, 'in_progress')} onClose={nothing} />, as: 'admin', types: REASON },
      ...{ press: /^End /, sends: 'POST /admin/jobs/:id/end' },
    },
  },
  'admin/desk/customers-answers.tsx': {
    'an arrival for them': {
      page: <ConfirmArrivalForThem job={market.jobIn(-5, 'matched')} onDone={nothing} />,
      ...{ as: 'admin', types: REASON, press: /begin|here|arriv/i, sends: 'POST /admin/jobs/:id/confirm-arrival' },
    },
    'a card that is asked again': {
      page: <AskCardAgainDialog job={market.jobIn(60, 'requested')} onClose={nothing} />,
      ...{ as: 'admin', types: REASON, press: /card|ask/i, sends: 'POST /admin/jobs/:id/ask-card-again' },
    },
  },
  'guard/guard-profile.ts': {
    'a licence and what a guard asks for': {
      ...{ page: <GuardProfilePage />, as: 'guard', press: /^Save profile$/, sends: 'PUT /guards/me' },
      replies: { 'GET /guards/me': { answer: market.GUARD_PROFILE } },
      ...{ types: { 'Licence number': 'G7654321' }, refuses: ['licenseNumber', 'Licence number'] },
    },
  },
  'guard/offers.tsx': {
    'an offer that is accepted': {
      ...{ page: <Offers isOnDuty />, as: 'guard', press: /^Accept$/, opposite: /^Decline$/ },
      replies: { 'GET /guards/me/offers': { answer: market.pageOf([market.offerFor(3000)]) } },
      sends: 'POST /offers/:id/accept',
    },
  },
  'guard/papers.tsx': {
    'a tax id': {
      ...{ page: <Papers />, as: 'guard', press: /^Save/, sends: 'PUT /guards/me/tax-id' },
      replies: { 'GET /guards/me/tax-id': { answer: { lastFour: null } } },
      types: { 'Tax id': '123-45-6789' },
      refuses: ['taxId', 'Tax id'],
    },
  },
  'guard/withdraw-job.tsx': {
    'a job that is given back': {
      ...{
        page: <WithdrawJob job={market.jobIn(300, 'matched')} />,
        as: 'guard',
        open: /^Give the job back$/,
        types: REASON,
      },
      ...{ press: /^Give it back$/, sends: 'POST /jobs/:id/withdraw' },
    },
  },
  'jobs/arrival.tsx': {
    'they are here': {
      ...{ page: <Arrival job={market.jobIn(-5, 'matched')} />, as: 'customer', open: /^The guard is here$/ },
      ...{ press: /^They are here$/, sends: 'POST /jobs/:id/confirm-arrival' },
    },
  },
  'jobs/book-rest.tsx': {
    'the rest of a job': {
      ...{ page: <BookRest job={market.jobIn(-60, 'completed')} />, as: 'customer' },
      replies: { 'GET /jobs/:id/rest': { answer: rest } },
      ...{
        press: /^Find a guard for the rest: \$45\.00$/,
        sends: 'POST /jobs/:id/rest',
        pins: { quotedAmountCents: 4500 },
      },
      anew: {
        replies: {
          'GET /jobs/:id/rest': { answer: { ...rest, totalAmountCents: 4400 } },
          'POST /jobs/:id/rest': refusedFor('price_changed', null),
        },
        ...{ shows: /\$44\.00/, press: /^Find a guard for the rest: \$44\.00$/, pins: { quotedAmountCents: 4400 } },
      },
    },
  },
  'jobs/cancel-job.tsx': {
    'a cancellation': {
      ...{ page: <CancelJob job={market.jobIn(180, 'matched')} />, as: 'customer', open: /^Cancel this job$/ },
      ...{ types: REASON, press: /^Cancel for \$60\.00$/, sends: 'POST /jobs/:id/cancel' },
      ...{ replies: { 'POST /jobs/:id/cancel': { answer: fee } }, pins: { shownFeeCents: 6000 } },
      anew: {
        replies: { 'POST /jobs/:id/cancel': refusedFor('fee_changed', { ...fee, feeCents: 12_000, percent: 100 }) },
        ...{ shows: /costs \$120\.00/, press: /^Cancel for \$120\.00$/, pins: { shownFeeCents: 12_000 } },
      },
    },
  },
  'jobs/edit-form.tsx': {
    'another rate and name for a job': {
      page: <EditForm job={market.jobIn(180, 'requested')} onDone={nothing} />,
      ...{ as: 'customer', types: { 'Name of the job': 'Back gate', 'You offer per hour': '37.5' } },
      ...{ press: /^Change the job$/, sends: 'PATCH /jobs/:id', pins: { quotedAmountCents: 15_000 } },
      replies: { 'PATCH /jobs/:id': { answer: dearer } },
      anew: {
        replies: { 'PATCH /jobs/:id': refusedFor('price_changed', { ...dearer, totalAmountCents: 16_000 }) },
        ...{ shows: /The whole price is \$160\.00 then/, pins: { quotedAmountCents: 16_000 } },
      },
      refuses: ['title', 'Name of the job'],
    },
    'other terms that a guard is asked about': {
      page: <EditForm job={market.jobIn(180, 'matched')} onDone={nothing} />,
      ...{ as: 'customer', types: { 'For the guard': 'Code 9876', 'You offer per hour': '37.5' } },
      ...{ press: /^Ask the guard$/, sends: 'PATCH /jobs/:id', pins: { quotedAmountCents: 15_000 } },
      replies: { 'PATCH /jobs/:id': { answer: { ...dearer, needsGuard: true } } },
      refuses: ['locationNotes', 'For the guard'],
    },
  },
  'jobs/hours/ask-correction.tsx': {
    'other hours': {
      page: <AskCorrection job={market.jobIn(-300, 'completed')} hours={HOURS} as="guard" onClose={nothing} />,
      ...{ as: 'guard', types: { 'Hours worked': '3', ...REASON }, press: /^Ask for 3 h/ },
      ...{ sends: 'POST /jobs/:id/corrections', pins: { workedMinutes: 180 }, refuses: ['reason', 'Reason'] },
    },
  },
  'jobs/hours/open-correction.tsx': {
    'other hours that are agreed to': {
      page: <OpenCorrection job={market.jobIn(-300, 'completed')} correction={ASKED} as="customer" />,
      ...{ as: 'customer', press: /^Agree$/, sends: 'POST /corrections/:id/agree', opposite: /^Do not agree$/ },
    },
  },
  'jobs/proposals.tsx': {
    'other terms that are agreed to': {
      page: <LiveProposal job={market.jobIn(600, 'matched')} as="guard" />,
      replies: { 'GET /jobs/:id/proposals': { answer: market.pageOf([PROPOSAL]) } },
      ...{ as: 'guard', press: /^Agree to the change$/, sends: 'POST /proposals/:id/accept' },
      opposite: /^Leave it as it is$/,
    },
  },
  'jobs/hours/give-tip.tsx': {
    'a tip': {
      ...{ page: <GiveTip job={market.jobIn(-300, 'completed')} />, as: 'customer', open: /^Give a tip$/ },
      replies: { 'GET /jobs/:id/payments': { answer: paid([market.PAID]) } },
      ...{ types: { 'Tip in dollars': '12.5' }, press: /^Give \$12\.50$/, sends: 'POST /jobs/:id/tip' },
      pins: { amountCents: 1250 },
    },
  },
  'jobs/extend-job.tsx': {
    'a longer job': {
      ...{ page: <ExtendJob job={market.jobIn(-60, 'in_progress')} />, as: 'customer', open: /^Extend this job$/ },
      ...{ press: /^Agree to \$30\.00 more$/, sends: 'POST /jobs/:id/extend', pins: { quotedAmountCents: 15_000 } },
      replies: { 'POST /jobs/:id/extend': { answer: longer } },
      anew: {
        replies: {
          'POST /jobs/:id/extend': refusedFor('price_changed', {
            ...longer,
            ...{ addedCents: 3500, totalAmountCents: 17_500 },
          }),
        },
        ...{ shows: /\$175\.00/, press: /^Agree to \$35\.00 more$/, pins: { quotedAmountCents: 17_500 } },
      },
    },
  },
  'jobs/late-guard.tsx': {
    'wait or replace': {
      ...{ page: <AnswerLate job={market.jobIn(-31, 'matched')} />, as: 'customer' },
      ...{ press: /^Wait$/, sends: 'POST /jobs/:id/late-guard', opposite: /^Another guard$/ },
    },
  },
  'jobs/owed.tsx': {
    'what is owed': {
      ...{ page: <OwedByMe job={market.jobIn(-300, 'completed')}>{null}</OwedByMe>, as: 'customer' },
      replies: { 'GET /jobs/:id/payments': { answer: paid([], 4200) } },
      ...{ press: /^Pay \$42\.00 now$/, sends: 'POST /jobs/:id/pay', pins: { shownOwedCents: 4200 } },
      anew: {
        replies: {
          'GET /jobs/:id/payments': { answer: paid([], 3100) },
          'POST /jobs/:id/pay': refusedFor('owed_changed', null),
        },
        ...{ shows: /You owe \$31\.00/, press: /^Pay \$31\.00 now$/, pins: { shownOwedCents: 3100 } },
      },
    },
  },
  'jobs/share-job.tsx': {
    'a link for somebody else': {
      ...{ page: <ShareJob job={market.jobIn(-60, 'in_progress')} as="customer" />, as: 'customer' },
      replies: { 'GET /jobs/:id/share-links': { answer: { items: [] } } },
      ...{ press: /link/i, sends: 'POST /jobs/:id/share-links' },
    },
  },
};

const ALONE = 'one press and nothing typed: what holds for all that is sent holds for it (sending.spec.tsx)';
const BY_ITSELF = 'nobody presses it: it is sent by what happens';
const IN_BROWSER = (file: string): string =>
  `walked through in ${file}, and held by sending.spec.tsx and typed.spec.tsx`;

/** What sends something and has no form above, with the reason. */
export const WITHOUT_FORM: Readonly<Record<string, string>> = {
  'account/account-page.tsx': IN_BROWSER('people.browser.ts'),
  'account/calendar.tsx': ALONE,
  'account/cards.tsx': IN_BROWSER('card.browser.ts'),
  'account/change-email-page.tsx': ALONE,
  'account/close-account.tsx': IN_BROWSER('parties.browser.ts'),
  'account/confirm-with-bank.tsx': IN_BROWSER('card.browser.ts'),
  'account/kept-out.tsx': ALONE,
  'account/message-settings.tsx': ALONE,
  'account/messages-page.tsx': BY_ITSELF,
  'account/other-card.tsx': ALONE,
  'account/photo.tsx': 'a picture: the same in the same place however often it comes',
  'account/reset-password-page.tsx': IN_BROWSER('mails.browser.ts'),
  'account/rights-page.tsx': ALONE,
  'account/second-factor.tsx': IN_BROWSER('passkeys.browser.ts'),
  'account/sessions.tsx': ALONE,
  'account/unconfirmed-address.tsx': ALONE,
  'account/unsubscribe-page.tsx': ALONE,
  'account/verify-email-page.tsx': ALONE,
  'admin/desk/alarms-panel.tsx': IN_BROWSER('reach.browser.ts'),
  'admin/desk/book-page.tsx':
    'the booking of a customer with its price pinned: page-states.spec.tsx and operator.browser.ts',
  'admin/desk/conversation-panel.tsx': ALONE,
  'admin/desk/doors.tsx': IN_BROWSER('operator.browser.ts'),
  'admin/disputes-page.tsx': ALONE,
  'admin/reconciliation-page.tsx': ALONE,
  'customer/book/page.tsx': 'page-states.spec.tsx, and booking.browser.ts',
  'customer/book/quote.ts': BY_ITSELF,
  'data/push-device.ts': BY_ITSELF,
  'data/read-messages.ts': BY_ITSELF,
  'demo/guard-play.ts': BY_ITSELF,
  'guard/break-button.tsx': ALONE,
  'guard/earnings-page.tsx': ALONE,
  'guard/keep-duty-fresh.ts': BY_ITSELF,
  'guard/positions/fix-queue.ts': BY_ITSELF,
  'guard/positions/tell-presence.ts': 'page-states.spec.tsx, and offline.browser.ts',
  'jobs/alarm/alarm-panel.tsx': ALONE,
  'jobs/alarm/waiting-alarms.ts': 'kept on the device first (kept-store.spec.ts), and held for seconds',
  'jobs/conversation/conversation-query.ts': BY_ITSELF,
  'jobs/conversation/waiting-messages.ts': 'kept on the device first: kept-store.spec.ts',
  'jobs/hours/sign-hours.ts': ALONE,
};
