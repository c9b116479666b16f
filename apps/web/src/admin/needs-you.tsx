import { Stack, Text, Title } from '@mantine/core';
import type { JobConcern } from '@aegis/contract';
import { Link } from 'react-router';
import { money } from '../words/money';
import { duration } from '../words/time';
import { useNow } from '../words/use-now';
import classes from './overview.module.css';
import type { Overview } from './overview-query';

type ConcernedJob = Overview['concerns']['jobs'][number];

const MINUTE_MS = 60_000;
const STEP_MS = 30_000;

const since = (at: string, now: number): string => duration((now - Date.parse(at)) / MINUTE_MS);

const CONCERNS: Record<JobConcern, (job: ConcernedJob, now: number) => string> = {
  guard_late: ({ startTime }, now) => `the guard is ${since(startTime, now)} late`,
  no_guard: ({ startTime }, now) =>
    Date.parse(startTime) > now
      ? `starts in ${duration((Date.parse(startTime) - now) / MINUTE_MS)}, nobody yet`
      : `should have begun ${since(startTime, now)} ago, nobody yet`,
  over_time: ({ endTime }, now) => `not checked out, ${since(endTime, now)} over its end`,
};

/** What waits for the administrator, from the states of all jobs, guards and payouts. */
export function NeedsYou({ overview }: { overview: Overview }) {
  const now = useNow(STEP_MS);
  const { guardsPendingVerification, payoutsPendingCents, concerns } = overview;
  const unnamed = Object.values(concerns.counts).reduce((sum, count) => sum + count, 0) - concerns.jobs.length;
  const items = [
    ...(guardsPendingVerification > 0
      ? [{ words: `${guardsPendingVerification} to verify`, to: '/admin/guards' }]
      : []),
    ...concerns.jobs.map((job) => ({
      words: `${job.title}: ${CONCERNS[job.concern](job, now)}`,
      to: `/jobs/${job.jobId}`,
    })),
    ...(unnamed > 0 ? [{ words: `${unnamed} more jobs like these`, to: '/admin/jobs' }] : []),
    ...(payoutsPendingCents > 0
      ? [{ words: `${money(payoutsPendingCents)} to guards not paid out yet`, to: '/admin/payments' }]
      : []),
  ];
  return (
    <section className={`panel ${classes['needs']}`} aria-label="Needs you">
      <Title order={2} size="h4" mb="sm">
        Needs you
      </Title>
      {items.length === 0 && <Text c="dimmed">Nothing at the moment.</Text>}
      <Stack gap="xs" className={classes['items'] ?? ''}>
        {items.map(({ words, to }) => (
          <Link key={to} to={to} className={classes['item'] ?? ''}>
            {words}
          </Link>
        ))}
      </Stack>
    </section>
  );
}
