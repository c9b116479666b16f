import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useRules } from '../data/server-config';
import { metersBetween } from '../map/geometry';
import { useReadMessagesOf } from '../data/read-messages';
import { ReachMe } from '../layout/reach-me';
import { distance } from '../words/distance';
import { ago, countdown, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { Arrival } from './arrival';
import { BookRest } from './book-rest';
import { CancelJob } from './cancel-job';
import { Candidates } from './candidates';
import { EditJob } from './edit-job';
import { ExtendJob } from './extend-job';
import { GuardCard } from './guard-card';
import { HoursPanel } from './hours/hours-panel';
import { JobFacts } from './job-facts';
import { JobMap } from './job-map';
import { type Job, type LatestFix, useLatestFix, useTimeline, useTrail } from './job-queries';
import { askedSoFar, headline, lastWave } from './job-words';
import classes from './job.module.css';
import { MatchWaves } from './match-waves';
import { MoneyPanel } from './money-panel';
import { RefusedHold, useRefusedHold } from './refused-hold';
import { AnswerLate, LateGuard } from './late-guard';
import { LiveProposal } from './proposals';
import { TimelinePanel } from './timeline-panel';

/** @param otherCard where another card is given when one was refused */
export function CustomerJob({ job, otherCard }: { job: Job; otherCard: ReactNode }) {
  const trail = useTrail(job).data;
  const fix = useLatestFix(job, (trail?.properties.fixes ?? 0) > 0).data;
  useReadMessagesOf(job.id, useTimeline(job).data?.items.length ?? 0);
  const canCancel = job.status === 'requested' || job.status === 'matched';
  const hasEnded = job.status === 'completed' || job.status === 'cancelled';
  const canExtend = job.status === 'matched' || job.status === 'in_progress';
  return (
    <div className={classes['columns']}>
      <Stack gap="md">
        <Headline job={job} fix={fix} />
        <RefusedHold job={job}>{otherCard}</RefusedHold>
        {!hasEnded && <ReachMe name="jobs" reason={JOBS_REASON} />}
        <LateGuard job={job}>
          <AnswerLate job={job} />
        </LateGuard>
        <HoursPanel job={job} as="customer" />
        <BookRest job={job} />
        <LiveProposal job={job} as="customer" />
        {job.guard && <GuardCard guard={job.guard} />}
        {job.status === 'matched' && <Arrival job={job} />}
        {job.status === 'requested' && <Candidates job={job} />}
        <MoneyPanel job={job} />
        <TimelinePanel job={job} />
        <MatchWaves job={job} />
        <JobFacts job={job} />
        {!hasEnded && <EditJob job={job} />}
        {canExtend && <ExtendJob job={job} />}
        {canCancel && <CancelJob job={job} />}
        {hasEnded && <BookAgain job={job} />}
      </Stack>
      <div className={classes['map']}>
        <JobMap job={job} fix={fix} trail={trail} />
      </div>
    </div>
  );
}

const JOBS_REASON =
  'You need not keep this page open: we can tell you on this device when a guard accepts, arrives, is late or leaves.';

const MINUTE_SECONDS = 60;
const HEADLINE_STEP_MS = 15_000;

/** The form of a booking, filled with what this one was; only the time is new. */
const BookAgain = ({ job }: { job: Job }) => (
  <Button component={Link} to={`/book?again=${job.id}`}>
    Book again
  </Button>
);

function Headline({ job, fix }: { job: Job; fix: LatestFix | undefined }) {
  const zone = zoneAt(job.location);
  const now = useNow(HEADLINE_STEP_MS);
  const { silenceMinutes } = useRules();
  const isRefused = useRefusedHold(job) !== null;
  const isFresh = fix && now - Date.parse(fix.recordedAt) <= silenceMinutes * MINUTE_SECONDS * 1000;
  const meters = isFresh && job.status === 'matched' ? metersBetween(fix, job.location) : null;
  return (
    <div className="panel">
      <div role="status" aria-live="polite">
        <Title order={2} size="h3" c={job.status === 'in_progress' ? 'var(--aegis-on-site)' : undefined}>
          {isRefused && job.status === 'requested'
            ? 'Guards are asked once a card holds the price'
            : headline(job, zone, meters, fix, now)}
        </Title>
      </div>
      {job.status === 'requested' && !isRefused && <Waiting job={job} />}
      {fix && (job.status === 'matched' || job.status === 'in_progress') && <LastSeen fix={fix} job={job} />}
      {job.status === 'cancelled' && job.cancellationReason && <Text c="dimmed">{job.cancellationReason}</Text>}
    </div>
  );
}

/** Where people wait for the most: say what happens, and that they may leave. */
function Waiting({ job }: { job: Job }) {
  const events = useTimeline(job).data?.items ?? [];
  const now = useNow();
  const wave = lastWave(events);
  const asked = askedSoFar(events);
  const words = !wave
    ? 'Your card is being held; guards are asked right after.'
    : wave.guards === 0
      ? 'Nobody near by fits yet. We keep looking until the start, and you pay nothing if nobody comes.'
      : `Nobody has accepted yet. ${asked} ${asked === 1 ? 'guard has' : 'guards have'} been asked, the last ${countdown((now - Date.parse(wave.at)) / 1000)} ago.`;
  return (
    <>
      <Text className="figures">{words}</Text>
      <Text size="sm" c="dimmed" mt={4}>
        You can leave this page; the search goes on.
      </Text>
    </>
  );
}

function LastSeen({ fix, job }: { fix: LatestFix; job: Job }) {
  const now = useNow();
  const age = Math.max(0, (now - Date.parse(fix.recordedAt)) / 1000);
  const isSilent = age > useRules().silenceMinutes * MINUTE_SECONDS;
  const away = metersBetween(fix, job.location);
  return (
    <Group gap="xs" mt={4} className="figures">
      <Text size="sm" c={isSilent ? 'var(--aegis-needs-you)' : 'dimmed'}>
        {isSilent ? 'No position for a while: last seen' : 'Last seen'} {ago(age)}, {distance(away)} from the site,
        exact to {distance(fix.accuracyMeters)}
      </Text>
    </Group>
  );
}
