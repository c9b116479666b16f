// @vitest-environment happy-dom
import { onlineManager } from '@tanstack/react-query';
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import * as market from '../spec-support/market-answers';
import { leavePage, showPage } from '../spec-support/show-page';
import { Page } from './users-page';

const PATIENCE = { timeout: 10_000 };
const TEST_MS = 30_000;

afterEach(() => {
  onlineManager.setOnline(true);
  leavePage();
});

const show = (replies: Parameters<typeof showPage>[0]['replies']) =>
  showPage({ page: <Page />, path: '/', as: market.somebody('admin'), replies });

describe('a list of which nothing has come', () => {
  it(
    'counts nothing while it is on its way',
    async () => {
      const server = show({ 'GET /admin/users': 'slow' });
      await waitFor(() => expect(server.asked).toHaveLength(1), PATIENCE);
      expect(screen.getAllByRole('status', { name: 'Loading', hidden: true }).length).toBeGreaterThan(0);
      expect(screen.queryByText('0 shown')).toBeNull();
    },
    TEST_MS,
  );

  it(
    'without network says so and promises nothing, and is there when the network is',
    async () => {
      onlineManager.setOnline(false);
      const server = show({ 'GET /admin/users': { answer: market.pageOf([]) } });
      await screen.findByText('No answer from the server', undefined, PATIENCE);
      expect(server.asked).toEqual([]);
      expect(screen.queryByText(/shown$/)).toBeNull();
      await waitFor(() => expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull(), PATIENCE);
      act(() => onlineManager.setOnline(true));
      await screen.findByText('0 shown', undefined, PATIENCE);
      expect(screen.queryByText('No answer from the server')).toBeNull();
    },
    TEST_MS,
  );
});
