import { Badge, Button, Group, SegmentedControl, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { JobStatus, UserRole } from '@aegis/contract';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { useUser } from '../data/session';
import { useRules } from '../data/server-config';
import { useInAddress } from '../layout/in-address';
import { Page as Frame } from '../layout/page';
import { Empty, Problem } from '../layout/states';
import { JOB_STATES } from '../words/market';
import { money } from '../words/money';
import { capital } from '../words/capital';
import { span, zoneAt } from '../words/time';
import { jobKeys } from './job-keys';
import { earningOf, priceOf } from './job-money';
import type { Job } from './job-queries';
import classes from './job.module.css';
import { words } from '../words/words';

const PAGE_SIZE = 20;
const TYPING_MS = 250;
const SHOWN = ['all', 'requested', 'matched', 'in_progress', 'completed'] as const;
type Shown = (typeof SHOWN)[number];
/** No guard has a job for which one is still looked for. */
const shownTo = (role: UserRole): Shown[] => SHOWN.filter((shown) => role !== 'guard' || shown !== 'requested');

function useJobs(status: JobStatus | undefined, words: string) {
  return useInfiniteQuery({
    queryKey: [...jobKeys.lists, status ?? 'all', ...(words === '' ? [] : [words])],
    queryFn: ({ pageParam }) =>
      client.jobs.list({
        query: {
          limit: PAGE_SIZE,
          ...(status && { status }),
          ...(words !== '' && { words }),
          ...(pageParam && { cursor: pageParam }),
        },
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: usePolling(),
    // What was found stays until other words have their answer.
    ...(words !== '' && { placeholderData: keepPreviousData }),
    meta: { keep: words === '', told: true },
  });
}

const isState = (value: string): value is Exclude<Shown, 'all'> =>
  SHOWN.some((shown) => shown === value) && value !== 'all';

export function Page() {
  const { role } = useUser();
  const [shown, setShown] = useInAddress('status', 'all');
  const [typed, setTyped] = useInAddress('words', '');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  const jobs = useJobs(isState(shown) ? shown : undefined, asked);
  const items = jobs.data?.pages.flatMap((part) => part.items) ?? [];
  const isFiltered = isState(shown) || asked !== '';
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
        value={isState(shown) ? shown : 'all'}
        onChange={(value) => setShown(value)}
        data={shownTo(role).map((value) => ({ value, label: words(`jobs.list.${value}`) }))}
        styles={{ root: { overflowX: 'auto' } }}
      />
      {(items.length > 0 || isFiltered) && (
        <TextInput
          aria-label={words('jobs.list.search')}
          placeholder={words('jobs.list.search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {jobs.error && !jobs.data && <Problem error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.isPending && <ListSkeleton />}
      {jobs.data && items.length === 0 && (
        <NoJobs role={role} filter={asked !== '' ? 'words' : isFiltered ? 'state' : null} action={book} />
      )}
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

function NoJobs({ role, filter, action }: { role: UserRole; filter: 'words' | 'state' | null; action: ReactNode }) {
  if (filter === 'words') return <Empty title={words('jobs.list.noneFound')}>{words('jobs.list.typeFewer')}</Empty>;
  if (filter === 'state') return <Empty title={words('jobs.list.noneInState')}>{words('jobs.list.chooseAll')}</Empty>;
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
  const rules = useRules();
  // What has come of it, once it has: a shift that ended early, or was called off, does not pay what was booked.
  const sum = role === 'guard' ? earningOf(job, undefined, rules) : priceOf(job, undefined, null);
  const cents = sum?.cents ?? null;
  return (
    <Link to={`/jobs/${job.id}`} className="panel clickable-panel">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <Text fw={650} miw={0}>
          {job.title}
        </Text>
        <Badge color={state.color} variant="light" tt="none" size="lg" flex="none">
          {state.words}
        </Badge>
      </Group>
      <Text size="sm" className="figures">
        {capital(span(job.startTime, job.endTime, zoneAt(job.location)))}
      </Text>
      <Group justify="space-between" wrap="nowrap" align="baseline" gap="sm">
        <Text size="sm" c="dimmed" lineClamp={1} miw={0}>
          {job.locationAddress}
        </Text>
        {cents !== null && (
          <Text fw={600} className="figures" flex="none">
            {money(cents)}
          </Text>
        )}
      </Group>
    </Link>
  );
}
