// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { queryClient } from '../data/query-client';
import * as market from '../spec-support/market-answers';
import { leavePage, showPage } from '../spec-support/show-page';
import { keepAlarm, waitingAlarms } from './alarm/waiting-alarms';
import { ConversationPanel } from './conversation/conversation-panel';
import { enqueue, forgetWaiting, sendWaiting, waitingOf } from './conversation/waiting-messages';
import { PATIENCE } from '../spec-support/patience';

const KIM = market.somebody('customer').id;
const REPLY = { userId: KIM, jobId: market.JOB_ID, words: 'I am on my way.' };
const SENT = {
  ...{ id: '0198a8f0-0000-7000-8000-000000000006', from: 'customer', isMine: true },
  ...{ clientId: '0198a8f0-0000-7000-8000-000000000007', words: REPLY.words },
  ...{ writtenAt: market.inMinutes(0), readAt: null, isWithFormerGuard: false },
};
const TALK = { items: [], openUntil: market.inMinutes(600) };
const OTHER = { ...REPLY, words: 'Thank you.' };

let began = Date.now();
/** Each after the one before: what was written last is known for as long as the page is open. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: (began += 600_000) });
});
afterEach(async () => {
  leavePage();
  await forgetWaiting();
  vi.useRealTimers();
});

const written = async (): Promise<string[]> => (await waitingOf(KIM, market.JOB_ID)).map(({ words }) => words);

/** Longer than two taps of one wish are apart. */
const aWhileLater = (): void => void vi.setSystemTime(Date.now() + 60_000);

describe('a message that is tapped twice', () => {
  it('is one, however fast the server had the first', async () => {
    const replies = { 'POST /jobs/:id/conversation': { answer: SENT } };
    const server = showPage({ page: <p>Open</p>, path: '/', as: market.somebody('customer'), replies });
    await enqueue(REPLY);
    await sendWaiting(KIM, queryClient);
    await enqueue(REPLY);
    await sendWaiting(KIM, queryClient);
    expect(server.asked.map(({ name }) => name)).toEqual(['POST /jobs/:id/conversation']);
  });

  it('is one in the same moment, and as long as it waits without network', async () => {
    await Promise.all([enqueue(REPLY), enqueue(REPLY)]);
    aWhileLater();
    await enqueue(REPLY);
    expect(await written()).toEqual([REPLY.words]);
  });

  it('is another one after another, of another job, and when what it said is said again later', async () => {
    for (const message of [REPLY, OTHER, REPLY, { ...REPLY, jobId: 'another' }]) {
      await enqueue(message);
      vi.setSystemTime(Date.now() + 10);
    }
    expect(await written()).toEqual([REPLY.words, OTHER.words, REPLY.words]);
    await forgetWaiting();
    aWhileLater();
    await enqueue({ ...REPLY, jobId: 'another' });
    expect(await waitingOf(KIM, 'another')).toHaveLength(1);
  });

  it('is one from the buttons of the page', async () => {
    showPage({
      ...{ page: <ConversationPanel job={market.jobIn(30, 'matched')} as="customer" />, path: '/' },
      ...{ as: market.somebody('customer'), replies: { 'GET /jobs/:id/conversation': { answer: TALK } } },
    });
    const [reply] = (await screen.findByRole('group', { name: 'Quick replies' }, PATIENCE)).children;
    fireEvent.click(reply as Element);
    fireEvent.click(reply as Element);
    await screen.findByTestId('waiting-message', undefined, PATIENCE);
    expect(await written()).toHaveLength(1);
  });
});

describe('a call for help', () => {
  beforeEach(() => {
    const getCurrentPosition = (found: PositionCallback): void =>
      void setTimeout(() =>
        found({ coords: { latitude: 37.8, longitude: -122.2, accuracy: 8 } } as GeolocationPosition),
      );
    Object.defineProperty(navigator, 'geolocation', { configurable: true, value: { getCurrentPosition } });
  });

  it('that is held again while the phone looks where it is, or while it waits, is one', async () => {
    await Promise.all([keepAlarm(KIM, market.JOB_ID), keepAlarm(KIM, market.JOB_ID)]);
    await keepAlarm(KIM, market.JOB_ID);
    expect(await waitingAlarms(KIM, market.JOB_ID)).toHaveLength(1);
    await keepAlarm(KIM, 'another');
    expect(await waitingAlarms(KIM, 'another')).toHaveLength(1);
  });
});
