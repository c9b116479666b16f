import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { Link, useNavigate } from 'react-router';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import type { Job } from '../jobs/job-queries';
import { Figure } from '../layout/figure';
import { Page as Frame } from '../layout/page';
import { Load } from '../layout/states';
import type { PlaceOnMap } from '../map/map-content';
import { MapView } from '../map/map-view';
import { JOB_STATES } from '../words/market';
import { money } from '../words/money';
import { countdown } from '../words/time';
import { readAll } from './admin-list';
import { JobsChart, MoneyChart } from './charts';
import { fillRate, medianSecondsToMatch } from './history';
import classes from './overview.module.css';

type Overview = WireAnswer<typeof api.admin.overview>;

const EVERY_MS = 10_000;
/** Of the newest jobs and payments: what two weeks of a busy town hold. */
const PAGES = 5;

function useHistory() {
  return useQuery({
    queryKey: ['admin', 'history'],
    queryFn: async () => ({
      jobs: await readAll((query) => client.admin.jobs({ query }), PAGES),
      payments: await readAll((query) => client.admin.payments({ query }), PAGES),
    }),
    refetchInterval: usePolling(EVERY_MS * 3),
  });
}

export function Page() {
  const every = usePolling(EVERY_MS);
  const overview = useQuery({
    queryKey: ['admin', 'overview'],
    queryFn: () => client.admin.overview(),
    refetchInterval: every,
  });
  const history = useHistory();
  const jobs = history.data?.jobs ?? [];
  return (
    <Frame title="Overview" wide>
      <Load from={overview}>
        {(found) => (
          <Stack gap="md">
            <Figures overview={found} jobs={jobs} />
            <div className={classes['columns']}>
              <LiveMap jobs={jobs} />
              <NeedsYou overview={found} jobs={jobs} />
            </div>
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              <JobsChart jobs={jobs} />
              <MoneyChart payments={history.data?.payments ?? []} />
            </SimpleGrid>
          </Stack>
        )}
      </Load>
    </Frame>
  );
}

function Figures({ overview, jobs }: { overview: Overview; jobs: Job[] }) {
  const rate = fillRate(jobs);
  const median = medianSecondsToMatch(jobs);
  const figures: [string, string][] = [
    ['Found a guard', rate === null ? '–' : `${Math.round(rate * 100)} %`],
    ['Median wait', median === null ? '–' : countdown(median)],
    ['On site now', String(overview.jobsByStatus.in_progress)],
    ['Guards on duty', String(overview.guardsAvailable)],
    ['Charged today', money(overview.chargedTodayCents)],
    ['Held on cards', money(overview.heldCents)],
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      {figures.map(([label, value]) => (
        <Figure key={label} label={label} value={value} />
      ))}
    </SimpleGrid>
  );
}

const TONES: Partial<Record<Job['status'], PlaceOnMap['tone']>> = {
  requested: 'needs-you',
  matched: 'next',
  in_progress: 'on-site',
};

function LiveMap({ jobs }: { jobs: Job[] }) {
  const navigate = useNavigate();
  const places = jobs.flatMap((job): PlaceOnMap[] => {
    const tone = TONES[job.status];
    if (!tone) return [];
    const { id, location, title, status } = job;
    const onOpen = (): void => void navigate(`/jobs/${id}`);
    return [{ id, position: location, label: `${title}: ${JOB_STATES[status].words}`, tone, onOpen }];
  });
  return <MapView height={380} label={`Map of ${places.length} open jobs`} places={places} />;
}

const LATE_MS = 15 * 60_000;

function NeedsYou({ overview, jobs }: { overview: Overview; jobs: Job[] }) {
  const late = jobs.filter(
    ({ status, startTime }) => status === 'matched' && Date.now() - Date.parse(startTime) > LATE_MS,
  );
  const soon = jobs.filter(
    ({ status, startTime }) => status === 'requested' && Date.parse(startTime) - Date.now() < 4 * LATE_MS,
  );
  const items: { words: string; to: string }[] = [];
  if (overview.guardsPendingVerification > 0)
    items.push({ words: `${overview.guardsPendingVerification} to verify`, to: '/admin/guards' });
  for (const job of late) items.push({ words: `${job.title}: the guard has not checked in`, to: `/jobs/${job.id}` });
  for (const job of soon) items.push({ words: `${job.title}: starts soon, nobody yet`, to: `/jobs/${job.id}` });
  if (overview.payoutsPendingCents > 0)
    items.push({ words: `${money(overview.payoutsPendingCents)} to guards not paid out yet`, to: '/admin/payments' });
  return (
    <section className="panel" aria-label="Needs you">
      <Title order={2} size="h4" mb="sm">
        Needs you
      </Title>
      {items.length === 0 && <Text c="dimmed">Nothing at the moment.</Text>}
      <Stack gap="xs">
        {items.map(({ words, to }) => (
          <Link key={words + to} to={to} className={classes['item'] ?? ''}>
            {words}
          </Link>
        ))}
      </Stack>
    </section>
  );
}
