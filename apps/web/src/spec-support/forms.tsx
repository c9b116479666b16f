import type { ReactNode } from 'react';
import { ChangeEmail } from '../account/change-email';
import { ChangePassword } from '../account/change-password';
import { Page as ForgotPassword } from '../account/forgot-password-page';
import { Page as SignIn } from '../account/sign-in-page';
import { Page as SignUp } from '../account/sign-up-page';
import { AskCardAgainDialog, ConfirmArrivalForThem } from '../admin/desk/customers-answers';
import { ChangeEmailDialog } from '../admin/desk/change-email-dialog';
import { GiveDialog } from '../admin/desk/credit-panel';
import { EndDialog } from '../admin/desk/end-dialog';
import { RefundDialog } from '../admin/refund-dialog';
import { StandingDialog } from '../admin/standing-dialog';
import { Papers } from '../guard/papers';
import { WithdrawJob } from '../guard/withdraw-job';
import { Arrival } from '../jobs/arrival';
import { BookRest } from '../jobs/book-rest';
import { CancelJob } from '../jobs/cancel-job';
import { ExtendJob } from '../jobs/extend-job';
import { AnswerLate } from '../jobs/late-guard';
import { OwedByMe } from '../jobs/owed';
import { ShareJob } from '../jobs/share-job';
import type { Replies } from './answering-server';
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
  press: RegExp;
  /** As `METHOD /path`. */
  sends: string;
  /** Of the price that is on the button, in what is sent. */
  pins?: Readonly<Record<string, number>>;
  /** The path of a field that a server may refuse, and its label. */
  refuses?: readonly [path: string, label: string];
}

const REASON = { Reason: 'They called about it' };
const USER = { ...market.somebody('customer'), email: 'kim@example.com', status: 'active', statusBeforeClosing: null };
const user = USER as unknown as NonNullable<Parameters<typeof StandingDialog>[0]['user']>;
const owed = {
  ...market.pageOf([]),
  sum: {
    ...{ chargedCents: 0, creditedCents: 0, refundedCents: 0, paidOutCents: 0, platformCents: 0 },
    ...{ guaranteedCents: 0, owedCents: 4200, heldCents: 0 },
  },
};
const fee = { feeCents: 6000, percent: 50, because: 'time_left', job: market.jobIn(180, 'matched') };
const longer = {
  ...{ addedCents: 3000, totalAmountCents: 15_000, paymentId: null, endTime: market.inMinutes(300) },
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
      ...{ press: /^Find a guard for the rest$/, sends: 'POST /jobs/:id/rest' },
    },
  },
  'jobs/cancel-job.tsx': {
    'a cancellation': {
      ...{ page: <CancelJob job={market.jobIn(180, 'matched')} />, as: 'customer', open: /^Cancel this job$/ },
      ...{ types: REASON, press: /^Cancel for \$60\.00$/, sends: 'POST /jobs/:id/cancel' },
      ...{ replies: { 'POST /jobs/:id/cancel': { answer: fee } }, pins: { shownFeeCents: 6000 } },
    },
  },
  'jobs/extend-job.tsx': {
    'a longer job': {
      ...{ page: <ExtendJob job={market.jobIn(-60, 'in_progress')} />, as: 'customer', open: /^Extend this job$/ },
      ...{ press: /^Agree to \$30\.00 more$/, sends: 'POST /jobs/:id/extend' },
      replies: { 'POST /jobs/:id/extend': { answer: longer } },
    },
  },
  'jobs/late-guard.tsx': {
    'wait or replace': {
      ...{ page: <AnswerLate job={market.jobIn(-31, 'matched')} />, as: 'customer' },
      ...{ press: /^Wait$/, sends: 'POST /jobs/:id/late-guard' },
    },
  },
  'jobs/owed.tsx': {
    'what is owed': {
      ...{ page: <OwedByMe job={market.jobIn(-300, 'completed')}>{null}</OwedByMe>, as: 'customer' },
      replies: { 'GET /jobs/:id/payments': { answer: owed } },
      ...{ press: /^Pay \$42\.00 now$/, sends: 'POST /jobs/:id/pay' },
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
  'account/passkeys.tsx': IN_BROWSER('passkeys.browser.ts'),
  'account/photo.tsx': 'a picture: the same in the same place however often it comes',
  'account/places.tsx': IN_BROWSER('desk.browser.ts'),
  'account/reset-password-page.tsx': IN_BROWSER('mails.browser.ts'),
  'account/rights-page.tsx': ALONE,
  'account/second-factor.tsx': IN_BROWSER('passkeys.browser.ts'),
  'account/sessions.tsx': ALONE,
  'account/unconfirmed-address.tsx': ALONE,
  'account/unsubscribe-page.tsx': ALONE,
  'account/verify-email-page.tsx': ALONE,
  'admin/background-check-dialog.tsx': IN_BROWSER('admin.browser.ts'),
  'admin/desk/alarms-panel.tsx': IN_BROWSER('reach.browser.ts'),
  'admin/desk/book-page.tsx':
    'the booking of a customer with its price pinned: page-states.spec.tsx and operator.browser.ts',
  'admin/desk/conversation-panel.tsx': ALONE,
  'admin/desk/decide-dialog.tsx': IN_BROWSER('hours.browser.ts'),
  'admin/desk/doors.tsx': IN_BROWSER('operator.browser.ts'),
  'admin/disputes-page.tsx': ALONE,
  'admin/papers-dialog.tsx': IN_BROWSER('keyboard.browser.ts'),
  'admin/reconciliation-page.tsx': ALONE,
  'customer/book/page.tsx': 'page-states.spec.tsx, and booking.browser.ts',
  'customer/book/quote.ts': BY_ITSELF,
  'data/passkey-device.ts': IN_BROWSER('passkeys.browser.ts'),
  'data/push-device.ts': BY_ITSELF,
  'data/read-messages.ts': BY_ITSELF,
  'demo/guard-play.ts': BY_ITSELF,
  'guard/break-button.tsx': ALONE,
  'guard/earnings-page.tsx': ALONE,
  'guard/guard-profile.ts': IN_BROWSER('flow.browser.ts'),
  'guard/keep-duty-fresh.ts': BY_ITSELF,
  'guard/offers.tsx': 'page-states.spec.tsx, and keyboard.browser.ts',
  'guard/positions/fix-queue.ts': BY_ITSELF,
  'guard/positions/tell-presence.ts': 'page-states.spec.tsx, and offline.browser.ts',
  'jobs/alarm/alarm-panel.tsx': ALONE,
  'jobs/alarm/waiting-alarms.ts': 'kept on the device first (kept-store.spec.ts), and held for seconds',
  'jobs/conversation/conversation-query.ts': BY_ITSELF,
  'jobs/conversation/waiting-messages.ts': 'kept on the device first: kept-store.spec.ts',
  'jobs/edit-form.tsx': IN_BROWSER('edit.browser.ts'),
  'jobs/hours/ask-correction.tsx': IN_BROWSER('hours.browser.ts'),
  'jobs/hours/give-tip.tsx': IN_BROWSER('hours.browser.ts'),
  'jobs/hours/open-correction.tsx': ALONE,
  'jobs/hours/sign-hours.ts': ALONE,
  'jobs/proposals.tsx': ALONE,
};
