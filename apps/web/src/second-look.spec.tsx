// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CreditPanel, GiveDialog } from './admin/desk/credit-panel';
import { RefundDialog } from './admin/refund-dialog';
import { Page as BookPage } from './customer/book/page';
import { EditForm } from './jobs/edit-form';
import type { AnsweringServer, Replies } from './spec-support/answering-server';
import * as market from './spec-support/market-answers';
import { leavePage, showPage } from './spec-support/show-page';
import { PATIENCE } from './spec-support/patience';

// A map needs a graphics card; what it shows is said beside it.
vi.mock('./map/map-canvas', () => ({ MapCanvas: () => null }));
const TEST_MS = 30_000;
/** That of the rules of a test. */
const LIMIT_CENTS = 100_000;

afterEach(leavePage);

type Opened = Pick<Parameters<typeof showPage>[0], 'page'> & { replies?: Replies; path?: string; at?: string };

interface Row {
  as: 'customer' | 'admin';
  /** As somebody sees it who is about to move so much. */
  open: (amountCents: number) => Opened;
  /** What is pressed and typed before. */
  fill?: (amountCents: number) => Promise<void>;
  press: RegExp;
  sends: string;
}

const type = async (label: string, value: string): Promise<void> =>
  void fireEvent.change(await screen.findByLabelText(label, { exact: false }, PATIENCE), { target: { value } });
const dollars = (cents: number): string => (cents / 100).toFixed(2);
const because = (): Promise<void> => type('Reason', 'They called about it');
const nothing = (): void => undefined;

const credit = (leftCents: number) => ({
  ...{ id: market.JOB_ID, amountCents: leftCents, leftCents, reason: 'Late', givenByName: 'Ada', jobId: null },
  ...{ usedCents: 0, withdrawnCents: 0, customerId: market.JOB_ID, givenAt: market.inMinutes(-60) },
});
const dearer = (totalAmountCents: number) => ({
  ...{ changed: ['hourlyRateCents'], needsGuard: false, proposal: null, totalAmountCents },
  job: market.jobIn(180, 'requested'),
});

const MOVES: Readonly<Record<string, Row>> = {
  'a booking': {
    as: 'customer',
    open: (totalAmountCents) => ({
      ...{ page: <BookPage />, path: '/book', at: `/book?again=${market.JOB_ID}` },
      replies: {
        'GET /jobs/:id': { answer: market.jobIn(-600, 'completed') },
        'POST /jobs/quote': { answer: { ...market.QUOTE, totalAmountCents } },
        'GET /payments/methods': { answer: market.pageOf([market.CARD]) },
      },
    }),
    ...{ press: /^Book for at most \$/, sends: 'POST /jobs' },
  },
  'another rate for a job': {
    as: 'customer',
    open: (cents) => ({
      page: <EditForm job={market.jobIn(180, 'requested')} onDone={nothing} />,
      replies: { 'PATCH /jobs/:id': { answer: dearer(cents) } },
    }),
    fill: (cents) => type('You offer per hour', dollars(cents / 4)),
    ...{ press: /^Change the job$/, sends: 'PATCH /jobs/:id' },
  },
  'a refund of a part': {
    as: 'admin',
    open: () => ({ page: <RefundDialog payment={{ id: market.JOB_ID, amountCents: 500_000 }} onClose={nothing} /> }),
    fill: async (cents) => {
      await type('Amount', dollars(cents));
      await because();
    },
    ...{ press: /^Refund \$/, sends: 'POST /admin/payments/:id/refund' },
  },
  'a refund of all': {
    as: 'admin',
    open: (amountCents) => ({ page: <RefundDialog payment={{ id: market.JOB_ID, amountCents }} onClose={nothing} /> }),
    ...{ fill: because, press: /^Refund all/, sends: 'POST /admin/payments/:id/refund' },
  },
  'credit that is given': {
    as: 'admin',
    open: () => ({ page: <GiveDialog customer={{ id: market.JOB_ID, name: 'Kim Reed' }} onClose={nothing} /> }),
    fill: async (cents) => {
      await type('Amount', dollars(cents));
      await because();
    },
    ...{ press: /^Give \$/, sends: 'POST /admin/users/:userId/credits' },
  },
  'credit that is taken back': {
    as: 'admin',
    open: (cents) => ({
      page: <CreditPanel customer={{ id: market.JOB_ID, name: 'Kim Reed' }} />,
      replies: {
        'GET /admin/users/:userId/credits': {
          answer: { ...market.pageOf([credit(cents)]), availableCents: cents },
        },
      },
    }),
    fill: async () => {
      (await screen.findByRole('button', { name: /^Take/ }, PATIENCE)).click();
      await because();
    },
    ...{ press: /^Take/, sends: 'POST /admin/credits/:id/withdraw' },
  },
};

/** Without what only looks at what it would cost. */
const sent = ({ asked }: AnsweringServer, { sends }: Row) =>
  asked.filter(({ name, body }) => name === sends && (body as { preview?: boolean }).preview !== true);

/** Of the dialog, where the page has one of the same name that opens it. */
async function press({ press: name }: Row, on = document.body): Promise<void> {
  const buttons = await within(on).findAllByRole<HTMLButtonElement>('button', { name }, PATIENCE);
  const button = buttons.at(-1) as HTMLButtonElement;
  await waitFor(() => expect(button.disabled).toBe(false), PATIENCE);
  button.click();
}

async function show(row: Row, amountCents: number): Promise<AnsweringServer> {
  const opened = row.open(amountCents);
  const server = showPage({ path: '/', replies: {}, ...opened, as: market.somebody(row.as) });
  await row.fill?.(amountCents);
  return server;
}

describe.each(Object.entries(MOVES))('%s', (_, row) => {
  it(
    'above the sum of the rules is asked for once more, with its sum, before anything is sent',
    async () => {
      const server = await show(row, LIMIT_CENTS + 1);
      await press(row);
      const question = await screen.findByRole('dialog', { name: 'Is this what you want?' }, PATIENCE);
      expect(question.textContent).toContain('$1,000.01');
      fireEvent.click(within(question).getByRole('button', { name: row.press }), { detail: 2 });
      expect(sent(server, row)).toEqual([]);
      await press(row, question);
      await waitFor(() => expect(sent(server, row)).toHaveLength(1), PATIENCE);
    },
    TEST_MS,
  );

  it(
    'that is thought better of is not sent',
    async () => {
      const server = await show(row, LIMIT_CENTS + 1);
      await press(row);
      (await screen.findByRole('button', { name: 'Change it' }, PATIENCE)).click();
      await waitFor(
        () => expect(screen.queryByRole('dialog', { name: 'Is this what you want?' })).toBeNull(),
        PATIENCE,
      );
      expect(sent(server, row)).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'up to it is sent at once',
    async () => {
      const server = await show(row, LIMIT_CENTS);
      await press(row);
      await waitFor(() => expect(sent(server, row)).toHaveLength(1), PATIENCE);
    },
    TEST_MS,
  );
});
