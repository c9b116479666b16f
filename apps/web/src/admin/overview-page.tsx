import { SimpleGrid, Stack } from '@mantine/core';
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
import { JobsChart, MoneyChart } from './charts';
import { NeedsYou } from './needs-you';
import { DAYS, type Overview, useOverview } from './overview-query';
import classes from './overview.module.css';

export function Page() {
  const overview = useOverview();
  return (
    <Frame title="Overview" subtitle={`Now, and searches and charts of the last ${DAYS} days`} wide>
      <Load from={overview}>
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

function Figures({ overview }: { overview: Overview }) {
  const { searches, jobsOpen, guardsAvailable, days, heldCents } = overview;
  const { over, matched, medianWaitSeconds } = searches;
  const figures: [string, string][] = [
    ['Found a guard', over === 0 ? '–' : `${Math.round((100 * matched) / over)} %`],
    ['Median wait', medianWaitSeconds === null ? '–' : countdown(medianWaitSeconds)],
    ['On site now', String(jobsOpen.in_progress)],
    ['Guards on duty', String(guardsAvailable)],
    ['Charged today', money(days.at(-1)?.chargedCents ?? 0)],
    ['Held on cards', money(heldCents)],
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
        label: `${title}: ${JOB_STATES[status].words}`,
        tone: TONES[status],
        onOpen: () => void navigate(`/admin/jobs/${id}`),
      })),
    [map, navigate],
  );
  const open = jobsOpen.requested + jobsOpen.matched + jobsOpen.in_progress;
  const which =
    open > places.length ? `${places.length} of ${open} open jobs, those that start first` : `${open} open jobs`;
  return <MapView height={380} label={`Map of ${which}`} places={places} />;
}
