import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useReadMessagesOf } from '../data/read-messages';
import { useRules } from '../data/server-config';
import { HoursPanel } from '../jobs/hours/hours-panel';
import { JobFacts } from '../jobs/job-facts';
import { type Job, useTimeline, useTrail } from '../jobs/job-queries';
import classes from '../jobs/job.module.css';
import { LiveProposal } from '../jobs/proposals';
import { TimelinePanel } from '../jobs/timeline-panel';
import { MapView } from '../map/map-view';
import { money } from '../words/money';
import { billingWords } from '../words/rules';
import { BreakButton } from './break-button';
import { PositionState } from './position-state';
import { useShift } from './positions/shift-store';
import { PresenceButtons } from './presence-buttons';
import { WithdrawJob } from './withdraw-job';

export function GuardJob({ job }: { job: Job }) {
  const { reading, sharedWith } = useShift();
  const trail = useTrail(job).data;
  useReadMessagesOf(job.id, useTimeline(job).data?.items.length ?? 0);
  const isOpen = job.status === 'matched' || job.status === 'in_progress';
  const here = reading && sharedWith === job.id && isOpen ? reading : null;
  return (
    <div className={classes['columns']}>
      <Stack gap="md">
        <LiveProposal job={job} as="guard" />
        {isOpen && <PresenceButtons job={job} />}
        {job.status === 'in_progress' && <BreakButton job={job} />}
        {isOpen && <PositionState />}
        <HoursPanel job={job} as="guard" />
        {job.status !== 'completed' && <Pay job={job} />}
        {isOpen && <Route job={job} />}
        <JobFacts job={job} />
        <TimelinePanel job={job} />
        {job.status === 'matched' && <WithdrawJob job={job} />}
      </Stack>
      <div className={classes['map']}>
        <MapView
          height="var(--map-height)"
          label={`Map: the site at ${job.locationAddress}${here ? ', and you' : ''}`}
          site={job.location}
          siteRadiusMeters={job.siteRadiusMeters}
          guard={
            here
              ? {
                  position: here,
                  accuracyMeters: here.accuracyMeters,
                  headingDegrees: here.headingDegrees,
                  ageSeconds: 0,
                }
              : null
          }
          trail={trail?.geometry?.coordinates ?? null}
        />
      </div>
    </div>
  );
}

function Pay({ job }: { job: Job }) {
  const rules = useRules();
  return (
    <section className="panel" aria-label="Your pay">
      <Group justify="space-between" align="baseline" className="figures">
        <Title order={2} size="h5">
          You earn at most
        </Title>
        <Text fw={650} size="xl">
          {money(job.guardPayoutCents)}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        For all {job.durationHours} hours; for the time worked, {billingWords(rules)}.
      </Text>
    </section>
  );
}

/** The phone's own map application takes over the way. */
function Route({ job: { location } }: { job: Job }) {
  const isApple = /iPhone|iPad|Macintosh/.test(navigator.userAgent);
  const to = `${location.lat},${location.lng}`;
  const href = isApple
    ? `https://maps.apple.com/?daddr=${to}`
    : `https://www.google.com/maps/dir/?api=1&destination=${to}`;
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noreferrer"
      variant="default"
      leftSection={<IconRoute size={20} aria-hidden />}
    >
      Show me the way
    </Button>
  );
}
