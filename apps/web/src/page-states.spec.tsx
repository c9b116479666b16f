// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Page as BoardPage } from './admin/desk/board-page';
import { Page as BookPage } from './customer/book/page';
import { Offers } from './guard/offers';
import { changeShift } from './guard/positions/shift-store';
import { Page as JobPage } from './job-page';
import type { Replies, Reply } from './spec-support/answering-server';
import * as market from './spec-support/market-answers';
import { leavePage, showPage } from './spec-support/show-page';
import { PATIENCE } from './spec-support/patience';

const TEST_MS = 30_000;

afterEach(() => {
  leavePage();
  vi.restoreAllMocks();
  changeShift({ reading: null, source: null, kept: [] });
});

interface PageOf {
  page: ReactNode;
  path: string;
  at?: string;
  as: 'customer' | 'guard' | 'admin';
}

const PAGES = {
  book: { page: <BookPage />, path: '/book', at: `/book?again=${market.JOB_ID}`, as: 'customer' },
  job: { page: <JobPage />, path: '/jobs/:id', at: `/jobs/${market.JOB_ID}`, as: 'customer' },
  offers: { page: <Offers isOnDuty />, path: '/duty', as: 'guard' },
  shift: { page: <JobPage />, path: '/jobs/:id', at: `/jobs/${market.JOB_ID}`, as: 'guard' },
  desk: { page: <BoardPage />, path: '/admin/board', as: 'admin' },
} as const satisfies Record<string, PageOf>;

const answer = (given: unknown): Reply => ({ answer: given });
const refusal = (status: number, code: string, detail: string, facts = {}): Reply => ({
  refusal: { status, code, detail, facts },
});
const BROKEN = refusal(500, 'internal_error', 'Something broke on our side.');

const job = (...given: Parameters<typeof market.jobIn>): Replies => ({
  'GET /jobs/:id': answer(market.jobIn(...given)),
});
const priced = (quote: Reply, more: Replies = {}): Replies => ({
  ...job(-600, 'completed'),
  'POST /jobs/quote': quote,
  'GET /payments/methods': answer(market.pageOf([market.CARD])),
  ...more,
});
const offers = (reply: Reply, more: Replies = {}): Replies => ({ 'GET /guards/me/offers': reply, ...more });

const COUNTS = {
  ...{ alarm: 0, unfilled: 0, guard_late: 0, left_post: 0, silent: 0 },
  ...{ over_time: 0, money: 0, correction: 0, verification: 0 },
};
const boardRow = (kind: string, trouble: string | null, action: string) =>
  answer({
    counts: { ...COUNTS, [kind]: 1 },
    rows: [
      {
        ...{ kind, trouble, action, startTime: null, answerBy: null, since: market.inMinutes(-20) },
        subject: { type: 'job', id: market.JOB_ID, name: 'Night watch' },
      },
    ],
  });

const press = (name: RegExp) => async (): Promise<void> =>
  (await screen.findByRole('button', { name }, PATIENCE)).click();

/** The phone has found the site, exactly. */
const standsAtSite = (): void => {
  const reading = { ...market.PLACE, accuracyMeters: 8, recordedAt: Date.now() };
  const more = { speedMps: null, headingDegrees: null, altitudeMeters: null };
  const now = () => Promise.resolve({ ...reading, ...more });
  changeShift({ reading: { ...reading, ...more }, source: { now, watch: () => () => undefined } });
};

interface State {
  replies: Replies;
  /** What is there before, and what somebody does. */
  before?: () => void;
  act?: () => Promise<void>;
  /** By role and name; or a sentence. */
  sees: [role: string, name: RegExp] | RegExp;
  not?: RegExp;
}

type Name = 'loading' | 'empty' | 'error' | 'offline' | 'late' | 'refused';

const UNREACHABLE = /Nothing you entered is lost; try again/;
const STATES: Record<keyof typeof PAGES, Record<Name, State>> = {
  book: {
    loading: {
      replies: priced('slow'),
      sees: ['progressbar', /The price is being calculated/],
      not: /Book for at most/,
    },
    empty: {
      replies: priced(answer(market.QUOTE), { 'GET /payments/methods': answer(market.pageOf([])) }),
      sees: /^Add a card first\.$/,
    },
    error: { replies: priced(BROKEN), sees: /Something broke on our side\. \(request-1\)/, not: /Book for at most/ },
    offline: { replies: priced('unreachable'), sees: UNREACHABLE, not: /Book for at most/ },
    // The price went up between the look and the press.
    late: {
      replies: priced(answer(market.QUOTE), {
        'POST /jobs': refusal(409, 'price_changed', 'The price is another one now. Look at it once more.'),
      }),
      act: press(/^Book for at most \$120\.00$/),
      sees: /The price is another one now/,
    },
    refused: {
      replies: priced(answer(market.QUOTE), {
        'POST /jobs': refusal(422, 'too_soon', 'No guard can be there so soon.'),
      }),
      act: press(/^Book for at most \$120\.00$/),
      sees: /No guard can be there so soon\./,
    },
  },
  job: {
    loading: { replies: {}, sees: ['status', /Loading/] },
    empty: {
      replies: { 'GET /jobs/:id': refusal(404, 'not_found', 'There is no such job.') },
      sees: ['heading', /^There is nothing here$/],
    },
    error: { replies: { 'GET /jobs/:id': BROKEN }, sees: /Something broke on our side\. \(request-1\)/ },
    offline: { replies: { 'GET /jobs/:id': 'unreachable' }, sees: UNREACHABLE },
    late: { replies: job(-20, 'matched'), sees: ['heading', /^Lou Park has not checked in yet$/], not: /min away/ },
    refused: {
      replies: {
        ...job(120, 'requested'),
        'GET /jobs/:id/payments': answer({
          ...market.pageOf([market.REFUSED_HOLD]),
          sum: {
            ...{ chargedCents: 0, creditedCents: 0, refundedCents: 0, paidOutCents: 0, platformCents: 0 },
            ...{ guaranteedCents: 0, owedCents: 0, heldCents: 0 },
          },
        }),
      },
      sees: /Your card has insufficient funds\. Without another card by/,
      not: /We are asking guards/,
    },
  },
  offers: {
    loading: { replies: offers('slow'), sees: ['progressbar', /Your offers are being read/] },
    empty: { replies: offers(answer(market.pageOf([]))), sees: ['heading', /^No offers at the moment$/] },
    error: { replies: offers(BROKEN), sees: /Something broke on our side/, not: /No offers/ },
    offline: { replies: offers('unreachable'), sees: UNREACHABLE, not: /No offers/ },
    // Its time is over, and the answer of the server that takes it away is still on its way.
    late: { replies: offers(answer(market.pageOf([market.offerFor(-1)]))), sees: ['timer', /Time to answer/] },
    refused: {
      replies: offers(answer(market.pageOf([market.offerFor(50)])), {
        'POST /offers/:id/accept': refusal(409, 'offer_gone', 'Another guard was first.'),
      }),
      act: press(/^Accept$/),
      sees: /^Another guard was first\.$/,
    },
  },
  shift: {
    loading: { replies: {}, sees: ['status', /Loading/] },
    // Nothing to do yet.
    empty: { replies: job(90, 'matched'), sees: ['heading', /^You are booked$/] },
    error: { replies: { 'GET /jobs/:id': BROKEN }, sees: /Something broke on our side/, not: /Check in/ },
    offline: {
      before: () => void vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false),
      replies: job(5, 'matched'),
      sees: /^You are offline\. A check-in is kept on this phone/,
    },
    late: { before: standsAtSite, replies: job(-20, 'matched'), sees: /^You are at the site, .+ from the gate\.$/ },
    refused: {
      before: standsAtSite,
      replies: {
        ...job(5, 'matched'),
        'POST /jobs/:id/check-in': refusal(422, 'outside_geofence', 'Too far.', {
          distanceMeters: 240,
          allowedMeters: 150,
        }),
      },
      act: press(/^Check in$/),
      sees: /^You are .+ from the gate; .+ is enough\. Go closer and try again\.$/,
      not: /On site since/,
    },
  },
  desk: {
    loading: { replies: {}, sees: ['status', /Loading/] },
    empty: {
      replies: { 'GET /admin/board': answer({ counts: COUNTS, rows: [] }) },
      sees: ['heading', /^Nothing at the moment$/],
    },
    error: {
      replies: { 'GET /admin/board': BROKEN },
      sees: /Something broke on our side/,
      not: /Nothing at the moment/,
    },
    offline: { replies: { 'GET /admin/board': 'unreachable' }, sees: UNREACHABLE, not: /Nothing at the moment/ },
    late: {
      replies: { 'GET /admin/board': boardRow('guard_late', null, 'call_guard') },
      sees: /^the guard is 2\d min late$/,
    },
    refused: {
      replies: { 'GET /admin/board': boardRow('money', 'hold_failed', 'see_money') },
      sees: /^the card could not be held, 2\d min ago$/,
    },
  },
};

const NAMES = ['loading', 'empty', 'error', 'offline', 'late', 'refused'] as const;

describe.each(Object.keys(PAGES) as (keyof typeof PAGES)[])('the page of %s', (name) => {
  it.each(NAMES)(
    'says what there is to say when it is: %s',
    async (state) => {
      const { replies, before, act, sees, not } = STATES[name][state];
      before?.();
      const { as, ...shown } = PAGES[name];
      showPage({ ...shown, as: market.somebody(as), replies });
      await act?.();
      if (sees instanceof RegExp) await screen.findByText(sees, undefined, PATIENCE);
      else await screen.findByRole(sees[0], { name: sees[1] }, PATIENCE);
      if (not) await waitFor(() => expect(screen.queryByText(not)).toBeNull(), PATIENCE);
    },
    TEST_MS,
  );
});

// Below what had gone wrong a skeleton promised a price that nobody was asking for any more.
it(
  'a price that could not be asked for is no price on its way, and is asked for again',
  async () => {
    const { as, ...shown } = PAGES.book;
    const server = showPage({ ...shown, as: market.somebody(as), replies: priced(BROKEN) });
    await screen.findByText('The price is not known yet.', undefined, PATIENCE);
    expect(screen.queryByRole('progressbar', { name: /being calculated/ })).toBeNull();
    server.replies = priced(answer(market.QUOTE));
    await press(/^Try again$/)();
    await screen.findByRole('button', { name: /^Book for at most \$120\.00$/ }, PATIENCE);
  },
  TEST_MS,
);
