// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import { useQuery } from '@tanstack/react-query';
import { afterEach, expect, it } from 'vitest';
import { client } from '../data/client';
// Loaded before: what is measured here begins with the page.
import '../data/server-client';
import * as market from '../spec-support/market-answers';
import { leavePage, showPage } from '../spec-support/show-page';
import { Page as Frame } from './page';
import { PATIENCE } from '../spec-support/patience';

afterEach(leavePage);

/** What the second asks for depends on the answer to the first. */
function Parts() {
  const job = useQuery({ queryKey: ['job'], queryFn: () => client.jobs.get({ params: { id: market.JOB_ID } }) });
  const cards = useQuery({
    queryKey: ['cards'],
    queryFn: () => client.payments.methods(),
    enabled: job.data !== undefined,
  });
  return (
    <Frame title="A page">
      {cards.data && <p>Above: {cards.data.items.length} cards</p>}
      {job.data && <button>{job.data.title}</button>}
    </Frame>
  );
}

// The first page of a document is one: the order of these is what happens in a browser.
it('the first page shows its parts when the last of them has its answer, and its heading at once', async () => {
  const shown = { page: <Parts />, path: '/', as: market.somebody('customer') };
  const server = showPage({
    ...shown,
    replies: { 'GET /jobs/:id': { answer: market.jobIn(60, 'matched') }, 'GET /payments/methods': 'slow' },
  });
  await screen.findByRole('heading', { name: 'A page' }, PATIENCE);
  await waitFor(() => expect(server.asked.map(({ name }) => name)).toContain('GET /payments/methods'), PATIENCE);
  expect(screen.queryByRole('button', { name: 'Night watch' })).toBeNull();
  screen.getByRole('status', { name: 'Loading' });
  leavePage();
  showPage({
    ...shown,
    replies: {
      'GET /jobs/:id': { answer: market.jobIn(60, 'matched') },
      'GET /payments/methods': { answer: market.pageOf([market.CARD]) },
    },
  });
  await screen.findByRole('button', { name: 'Night watch' }, PATIENCE);
  screen.getByText('Above: 1 cards');
  expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull();
});

it('a later page shows each part when it is there', async () => {
  showPage({
    ...{ page: <Parts />, path: '/', as: market.somebody('customer') },
    replies: { 'GET /jobs/:id': { answer: market.jobIn(60, 'matched') }, 'GET /payments/methods': 'slow' },
  });
  await screen.findByRole('button', { name: 'Night watch' }, PATIENCE);
});
