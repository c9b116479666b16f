// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import * as market from '../spec-support/market-answers';
import { leavePage, showPage } from '../spec-support/show-page';
import { NeedsYou } from './needs-you';
import type { Overview } from './overview-query';

afterEach(leavePage);

const row = (kind: string, minutesAgo: number, answerBy: string | null = null) => ({
  ...{ kind, since: market.inMinutes(-minutesAgo), startTime: null, answerBy },
  ...{ trouble: kind === 'money' ? 'disputed' : null, action: kind === 'alarm' ? 'help' : 'see_money' },
  subject: { type: 'job', id: market.JOB_ID, name: 'Night watch' },
});

it('who calls for help stands above papers that can wait, and all that waits is counted', async () => {
  const counts = {
    ...{ alarm: 1, unfilled: 0, guard_late: 0, left_post: 0, silent: 0 },
    ...{ over_time: 0, money: 1, correction: 0, verification: 3 },
  };
  const rows = [row('alarm', 5), row('money', 60, market.inMinutes(6 * 24 * 60))];
  showPage({
    page: <NeedsYou overview={{ payoutsPendingCents: 5400 } as Overview} />,
    ...{ path: '/', as: market.somebody('admin') },
    replies: { 'GET /admin/board': { answer: { counts, rows } } },
  });
  await screen.findByText('3 guards to verify');
  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
    'Night watch: called for help 5 min ago',
    'Night watch: the charge is disputed, to be answered in 6 days',
    '3 guards to verify',
    '$54.00 to guards not paid out yet',
  ]);
  expect(screen.getByText('6')).toBeTruthy();
});
