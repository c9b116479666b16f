import type { PlainKey } from '@aegis/words';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useReadMessagesOf } from '../data/read-messages';
import { useRules } from '../data/server-config';
import { AlarmPanel } from '../jobs/alarm/alarm-panel';
import { CalendarButton } from '../jobs/calendar-button';
import { ConversationPanel } from '../jobs/conversation/conversation-panel';
import { HoursPanel } from '../jobs/hours/hours-panel';
import { JobFacts } from '../jobs/job-facts';
import { earningOf, type JobMoney } from '../jobs/job-money';
import { type Job, useJobPayments, useTimeline, useTrail } from '../jobs/job-queries';
import classes from '../jobs/job.module.css';
import { LiveProposal } from '../jobs/proposals';
import { ShareJob } from '../jobs/share-job';
import { TimelinePanel } from '../jobs/timeline-panel';
import { MapView } from '../map/map-view';
import { wayAddress } from '../map/phone-map';
import { money } from '../words/money';
import { billingWords } from '../words/rules';
import { words } from '../words/words';
import { BreakButton } from './break-button';
import { PositionState } from './position-state';
import { useShift } from './positions/shift-store';
import { PresenceButtons } from './presence-buttons';
import { WithdrawJob } from './withdraw-job';

export function GuardJob({ job }: { job: Job }) {
  const { reading, sharedWith } = useShift();
  const { trail, onZoom } = useTrail(job);
  useReadMessagesOf(job.id, useTimeline(job).data?.items.length ?? 0);
  const isOpen = job.status === 'matched' || job.status === 'in_progress';
  const here = reading && sharedWith === job.id && isOpen ? reading : null;
  return (
    <div className={classes['columns']}>
      <Stack gap="md">
        <LiveProposal job={job} as="guard" />
        {isOpen && <PresenceButtons job={job} />}
        {isOpen && <Route job={job} />}
        {job.status === 'in_progress' && <BreakButton job={job} />}
        {isOpen && <PositionState />}
        <ConversationPanel job={job} as="guard" />
        <HoursPanel job={job} as="guard" />
        <Pay job={job} />
        {isOpen && <AlarmPanel job={job} as="guard" />}
        {isOpen && <ShareJob job={job} as="guard" />}
        <JobFacts job={job} />
        {isOpen && <CalendarButton job={job} />}
        <TimelinePanel job={job} />
        {job.status === 'matched' && <WithdrawJob job={job} />}
      </Stack>
      <div className={classes['map']}>
        <MapView
          height="var(--map-height)"
          label={words(here ? 'guard.job.andYou' : 'jobs.site.onMap', { address: job.locationAddress })}
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
          onZoom={onZoom}
        />
      </div>
    </div>
  );
}

const EARNED = {
  booked: 'guard.job.earnAtMost',
  so_far: 'guard.job.earnAtMost',
  due: 'guard.job.earns',
  paid: 'guard.job.paidOut',
} as const satisfies Record<JobMoney['is'], PlainKey>;

function Pay({ job }: { job: Job }) {
  const rules = useRules();
  const earning = earningOf(job, useJobPayments(job).data?.sum, rules);
  if (earning === null) return null;
  return (
    <section className="panel" aria-label={words('guard.job.pay')}>
      <Group justify="space-between" align="baseline" className="figures">
        <Title order={2} size="h5">
          {words(EARNED[earning.is])}
        </Title>
        <Text fw={650} size="xl">
          {money(earning.cents)}
        </Text>
      </Group>
      {earning.is === 'booked' && (
        <Text size="sm" c="dimmed">
          {words('guard.job.payFor', { hours: job.durationHours, billing: billingWords(rules) })}
        </Text>
      )}
    </section>
  );
}

/** The phone's own map application takes over the way. */
function Route({ job: { location } }: { job: Job }) {
  return (
    <Button
      component="a"
      href={wayAddress(location)}
      target="_blank"
      rel="noreferrer"
      variant="default"
      leftSection={<IconRoute size={20} aria-hidden />}
    >
      {words('guard.job.way')}
    </Button>
  );
}
