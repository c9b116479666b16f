// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import * as market from '../spec-support/market-answers';
import { leavePage, showPage } from '../spec-support/show-page';
import { Page } from './jobs-page';

afterEach(leavePage);

const TEST_MS = 30_000;
const PATIENCE = { timeout: 20_000 };

const CALLED_OFF = market.jobIn(-600, 'cancelled', {
  id: '0198a8f0-0000-7000-8000-000000000011',
  title: 'Called off',
  dueAmountCents: 0,
});
const SHORT = market.jobIn(-600, 'completed', {
  id: '0198a8f0-0000-7000-8000-000000000012',
  title: 'Short',
  dueAmountCents: 10_500,
});

async function linesOf(role: 'customer' | 'guard') {
  showPage({
    ...{ page: <Page />, path: '/jobs', as: market.somebody(role) },
    replies: { 'GET /jobs': { answer: market.pageOf([CALLED_OFF, SHORT]) } },
  });
  const lines = await screen.findAllByRole('link', { name: /Called off|Short/ }, PATIENCE);
  return lines.map((line) => line.textContent);
}

describe('the list of jobs', () => {
  it(
    'says of what is over what has come of it, and not what was booked',
    async () => {
      const [calledOff, short] = await linesOf('customer');
      expect(calledOff).toMatch(/\$0\.00$/);
      expect(short).toMatch(/\$105\.00$/);
    },
    TEST_MS,
  );

  it(
    'says to a guard what they have earned by it',
    async () => {
      const [, short] = await linesOf('guard');
      expect(short).not.toContain('$105.00');
      expect(short).toMatch(/\$\d+\.\d\d$/);
      // A search for a guard is none of theirs.
      const choices = screen.getByRole('radiogroup', { name: 'Which jobs' });
      expect(within(choices).getAllByRole('radio')).toHaveLength(4);
    },
    TEST_MS,
  );
});
