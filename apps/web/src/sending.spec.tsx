// @vitest-environment happy-dom
import { api, type Endpoint } from '@aegis/contract';
import { onlineManager, useMutation } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { client } from './data/client';
import { Problem } from './layout/states';
import type { AnsweringServer } from './spec-support/answering-server';
import { somebody } from './spec-support/market-answers';
import { leavePage, showPage } from './spec-support/show-page';
import { PATIENCE } from './spec-support/patience';

afterEach(() => {
  leavePage();
  onlineManager.setOnline(true);
});

type Operation = (call: unknown) => Promise<unknown>;
const operations = client as unknown as Record<string, Record<string, Operation>>;

/** But pictures, which put the same in the same place however often they come. */
const isSent = ({ method, takesImage }: Endpoint): boolean => method !== 'GET' && !takesImage;

const sending = Object.entries(api).flatMap(([group, endpoints]) =>
  Object.entries<Endpoint>(endpoints)
    .filter(([, endpoint]) => isSent(endpoint))
    .map(([name, endpoint]) => ({ name: `${group}.${name}`, send: operations[group]?.[name], endpoint })),
);

const openPage = (): AnsweringServer => showPage({ page: <p>Open</p>, path: '/', as: somebody('admin'), replies: {} });

/** Each with a key of its own, as of a button that makes one whenever it is pressed. */
const press = ({ send, endpoint }: (typeof sending)[number], reason: string): void => {
  const ids = { id: '1', userId: '1', cardId: '1', token: '1', category: '1' };
  const key = endpoint.idempotent && { idempotencyKey: crypto.randomUUID() };
  send?.({ params: ids, body: { reason }, ...key }).catch(() => undefined);
};

describe('what is pressed twice before the server has answered', () => {
  it.each(sending)('is sent once: $name', async (operation) => {
    const server = openPage();
    press(operation, 'once');
    press(operation, 'once');
    press(operation, 'another');
    await vi.waitFor(() => expect(server.asked.length).toBeGreaterThanOrEqual(2), { ...PATIENCE, interval: 5 });
    // What would come after the other one has come by now: all are sent in the order in which they were pressed.
    expect(server.asked).toHaveLength(2);
  });
});

it('what is taken back is not taken from who has asked for the same', async () => {
  const server = openPage();
  const back = new AbortController();
  const withdraw = (signal?: AbortSignal): Promise<unknown> =>
    client.jobs
      .withdraw({ params: { id: '1' }, body: { reason: 'ill' }, ...(signal && { signal }) })
      .catch((error: unknown) => error);
  const first = withdraw(back.signal);
  const second = withdraw();
  await vi.waitFor(() => expect(server.asked).toHaveLength(1), { ...PATIENCE, interval: 5 });
  back.abort(new Error('taken back'));
  expect(await first).toBeInstanceOf(Error);
  expect(await Promise.race([second, Promise.resolve('waits')])).toBe('waits');
  expect(server.asked).toHaveLength(1);
});

it('what is read is asked anew though the same question is under way, whose answer may be of before', async () => {
  const server = openPage();
  const ask = (): Promise<unknown> => client.jobs.get({ params: { id: '1' } }).catch(() => undefined);
  void ask();
  void ask();
  await vi.waitFor(() => expect(server.asked).toHaveLength(2), { ...PATIENCE, interval: 5 });
});

it('what is pressed again after an answer is sent again', async () => {
  const server = openPage();
  server.replies = { 'POST /jobs/:id/withdraw': { refusal: { status: 409, code: 'job_moved_on', detail: 'No.' } } };
  for (const turn of [1, 2]) {
    await client.jobs.withdraw({ params: { id: '1' }, body: { reason: 'ill' } }).catch(() => undefined);
    expect(server.asked).toHaveLength(turn);
  }
});

function Withdraw() {
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => client.jobs.withdraw({ params: { id: '1' }, body: { reason: 'ill' } }),
  });
  return (
    <>
      <button onClick={() => mutate()}>{isPending ? 'Being sent' : 'Withdraw'}</button>
      {error && <Problem error={error} />}
    </>
  );
}

it('what is pressed without network says so at once, and is not sent by itself when the network is back', async () => {
  onlineManager.setOnline(false);
  const replies = { 'POST /jobs/:id/withdraw': 'unreachable' } as const;
  const server = showPage({ page: <Withdraw />, path: '/', as: somebody('guard'), replies });
  act(() => screen.getByText('Withdraw').click());
  await screen.findByText(/Nothing you entered is lost; try again/, {}, PATIENCE);
  const asked = server.asked.length;
  onlineManager.setOnline(true);
  await screen.findByText('Withdraw', {}, PATIENCE);
  expect(server.asked).toHaveLength(asked);
});
