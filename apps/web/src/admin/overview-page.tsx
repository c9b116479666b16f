import { SimpleGrid, Skeleton, Stack } from '@mantine/core';
import type { OpenJobStatus } from '@aegis/contract';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { Figure } from '../layout/figure';
import { Page as Frame } from '../layout/page';
import { Load } from '../layout/states';
import type { PlaceOnMap } from '../map/map-content';
import { MapView } from '../map/map-view';
import { JOB_STATES } from '../words/market';
import { money } from '../words/money';
import { countdown } from '../words/time';
import { words } from '../words/words';
import { JobsChart, MoneyChart } from './charts';
import { NeedsYou } from './needs-you';
import { DAYS, type Overview, useOverview } from './overview-query';
import classes from './overview.module.css';

export function Page() {
  const overview = useOverview();
  return (
    <Frame
      title={words('layout.to.overview')}
      subtitle={words('admin.overview.of', { days: DAYS })}
      wide
      skeleton={<OverviewSkeleton />}
    >
      <Load from={overview} skeleton={<OverviewSkeleton />}>
        {(found) => (
          <Stack gap="md">
            <Figures overview={found} />
            <div className={classes['columns']}>
              <LiveMap overview={found} />
              <NeedsYou overview={found} />
            </div>
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              <JobsChart {...found} />
              <MoneyChart {...found} />
            </SimpleGrid>
          </Stack>
        )}
      </Load>
    </Frame>
  );
}

const FIGURES = 6;

/** In the shape of what comes. */
const OverviewSkeleton = () => (
  <Stack gap="md" role="status" aria-busy="true" aria-label={words('layout.loading')}>
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      {Array.from({ length: FIGURES }, (_, figure) => (
        <Skeleton key={figure} h={87} radius="md" />
      ))}
    </SimpleGrid>
    <div className={classes['columns']}>
      <Skeleton h={380} radius="md" />
      <Skeleton h={380} radius="md" />
    </div>
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Skeleton h={400} radius="md" />
      <Skeleton h={400} radius="md" />
    </SimpleGrid>
  </Stack>
);

function Figures({ overview }: { overview: Overview }) {
  const { searches, jobsOpen, guardsAvailable, days, heldCents } = overview;
  const { over, matched, medianWaitSeconds } = searches;
  const figures: [string, string][] = [
    [words('admin.overview.found'), over === 0 ? '–' : `${Math.round((100 * matched) / over)} %`],
    [words('admin.overview.wait'), medianWaitSeconds === null ? '–' : countdown(medianWaitSeconds)],
    [words('admin.overview.onSite'), String(jobsOpen.in_progress)],
    [words('admin.overview.onDuty'), String(guardsAvailable)],
    [words('admin.overview.charged'), money(days.at(-1)?.chargedCents ?? 0)],
    [words('admin.overview.held'), money(heldCents)],
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      {figures.map(([label, value]) => (
        <Figure key={label} label={label} value={value} />
      ))}
    </SimpleGrid>
  );
}

const TONES: Record<OpenJobStatus, PlaceOnMap['tone']> = {
  requested: 'needs-you',
  matched: 'next',
  in_progress: 'on-site',
};

function LiveMap({ overview: { map, jobsOpen } }: { overview: Overview }) {
  const navigate = useNavigate();
  const places = useMemo(
    () =>
      map.map(({ id, location, title, status }): PlaceOnMap => ({
        id,
        position: location,
        label: words('admin.overview.place', { job: title, state: JOB_STATES[status].words }),
        tone: TONES[status],
        onOpen: () => void navigate(`/admin/jobs/${id}`),
      })),
    [map, navigate],
  );
  const open = jobsOpen.requested + jobsOpen.matched + jobsOpen.in_progress;
  const label =
    open > places.length
      ? words('admin.overview.mapSome', { shown: places.length, open })
      : words('admin.overview.map', { open });
  return <MapView height={380} label={label} places={places} />;
}
