// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import * as market from '../../spec-support/market-answers';
import { leavePage, showPage } from '../../spec-support/show-page';
import { Page } from './page';

/** Of a slow machine. */
const PATIENCE = { timeout: 10_000 };

afterEach(leavePage);

const bookFor = (totalAmountCents: number) =>
  showPage({
    ...{ page: <Page />, path: '/book', at: `/book?again=${market.JOB_ID}`, as: market.somebody('customer') },
    replies: {
      'GET /jobs/:id': { answer: market.jobIn(-600, 'completed') },
      'POST /jobs/quote': { answer: { ...market.QUOTE, totalAmountCents } },
      'GET /payments/methods': { answer: market.pageOf([market.CARD]) },
    },
  });
const press = async (name: RegExp): Promise<void> => (await screen.findByRole('button', { name }, PATIENCE)).click();
const booked = ({ asked }: ReturnType<typeof bookFor>) => asked.filter(({ name }) => name === 'POST /jobs');

it('a booking above the sum of the rules is asked for once more, with its sum, before anything is sent', async () => {
  const server = bookFor(100_001);
  await press(/^Book for at most \$1,000\.01$/);
  const question = await screen.findByRole('dialog', undefined, PATIENCE);
  expect(question.textContent).toContain('$1,000.01');
  expect(booked(server)).toEqual([]);
  within(question)
    .getByRole('button', { name: /^Book for at most \$1,000\.01$/ })
    .click();
  await waitFor(() => expect(booked(server)).toHaveLength(1), PATIENCE);
}, 30_000);

it('up to it it is sent at once', async () => {
  const server = bookFor(100_000);
  await press(/^Book for at most \$1,000\.00$/);
  await waitFor(() => expect(booked(server)).toHaveLength(1), PATIENCE);
}, 30_000);
