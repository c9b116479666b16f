import { Badge, Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { JobStatus, UserRole } from '@aegis/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { useUser } from '../data/session';
import { Page as Frame } from '../layout/page';
import { Empty, Problem } from '../layout/states';
import { JOB_STATES } from '../words/market';
import { money } from '../words/money';
import { span, zoneAt } from '../words/time';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import classes from './job.module.css';
import { words } from '../words/words';

const PAGE_SIZE = 20;
const SHOWN = ['all', 'requested', 'matched', 'in_progress', 'completed'] as const;
type Shown = (typeof SHOWN)[number];

function useJobs(status: JobStatus | undefined) {
  return useInfiniteQuery({
    queryKey: [...jobKeys.lists, status ?? 'all'],
    queryFn: ({ pageParam }) =>
      client.jobs.list({
        query: { limit: PAGE_SIZE, ...(status && { status }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: usePolling(),
    meta: { keep: true, told: true },
  });
}

export function Page() {
  const { role } = useUser();
  const [shown, setShown] = useState<Shown>('all');
  const jobs = useJobs(shown === 'all' ? undefined : shown);
  const items = jobs.data?.pages.flatMap((part) => part.items) ?? [];
  const book = (
    <Button component={Link} to="/book">
      {words('jobs.list.book')}
    </Button>
  );
  return (
    <Frame title={words('jobs.list.title')} action={role === 'customer' && items.length > 0 ? book : undefined}>
      <SegmentedControl
        aria-label={words('jobs.list.which')}
        size="sm"
        classNames={{ label: classes['segment'] ?? '' }}
        value={shown}
        onChange={(value) => setShown(value)}
        data={SHOWN.map((value) => ({ value, label: words(`jobs.list.${value}`) }))}
        styles={{ root: { overflowX: 'auto' } }}
      />
      {jobs.error && !jobs.data && <Problem error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.isPending && <ListSkeleton />}
      {jobs.data && items.length === 0 && <NoJobs role={role} isFiltered={shown !== 'all'} action={book} />}
      <Stack gap="sm">
        {items.map((job) => (
          <JobLine key={job.id} job={job} role={role} />
        ))}
      </Stack>
      {jobs.hasNextPage && (
        <Button variant="default" loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
          {words('jobs.list.older')}
        </Button>
      )}
    </Frame>
  );
}

const ListSkeleton = () => (
  <Stack gap="sm" role="progressbar" aria-busy="true" aria-label={words('jobs.list.loading')}>
    {[0, 1, 2].map((line) => (
      <Skeleton key={line} h={92} />
    ))}
  </Stack>
);

function NoJobs({ role, isFiltered, action }: { role: UserRole; isFiltered: boolean; action: React.ReactNode }) {
  if (isFiltered) return <Empty title={words('jobs.list.noneInState')}>{words('jobs.list.chooseAll')}</Empty>;
  if (role === 'guard')
    return (
      <Empty
        title={words('jobs.list.none')}
        action={
          <Button component={Link} to="/duty">
            {words('jobs.list.goOnDuty')}
          </Button>
        }
      >
        {words('jobs.list.noneGuard')}
      </Empty>
    );
  return (
    <Empty title={words('jobs.list.none')} action={action}>
      {words('jobs.list.noneCustomer')}
    </Empty>
  );
}

function JobLine({ job, role }: { job: Job; role: UserRole }) {
  const state = JOB_STATES[job.status];
  const cents = role === 'guard' ? job.guardPayoutCents : (job.dueAmountCents ?? job.totalAmountCents);
  return (
    <Link to={`/jobs/${job.id}`} className="panel clickable-panel">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fw={650}>{job.title}</Text>
          <Text size="sm" className="figures">
            {span(job.startTime, job.endTime, zoneAt(job.location))}
          </Text>
          <Text size="sm" c="dimmed" lineClamp={1}>
            {job.locationAddress}
          </Text>
        </div>
        <Stack gap={4} align="flex-end" flex="none">
          <Badge color={state.color} variant="light" tt="none" size="lg">
            {state.words}
          </Badge>
          <Text fw={600} className="figures">
            {money(cents)}
          </Text>
        </Stack>
      </Group>
    </Link>
  );
}
