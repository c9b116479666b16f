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
import { AlarmPanel } from './alarm/alarm-panel';
import { Arrival } from './arrival';
import { BookRest } from './book-rest';
import { CalendarButton } from './calendar-button';
import { CancelJob } from './cancel-job';
import { Candidates } from './candidates';
import { ConversationPanel } from './conversation/conversation-panel';
import { EditJob } from './edit-job';
import { ExtendJob } from './extend-job';
import { GuardCard } from './guard-card';
import { HoursPanel } from './hours/hours-panel';
import { JobFacts } from './job-facts';
import { JobMap } from './job-map';
import { endingWords, priceOf } from './job-money';
import { type Job, type LatestFix, useJobPayments, useLatestFix, useTimeline, useTrail } from './job-queries';
import { askedSoFar, lastWave } from './job-words';
import classes from './job.module.css';
import { MatchWaves } from './match-waves';
import { MoneyPanel } from './money-panel';
import { RefusedHold, useRefusedHold } from './refused-hold';
import { OwedByMe } from './owed';
import { AnswerLate, LateGuard } from './late-guard';
import { LiveProposal } from './proposals';
import { ShareJob } from './share-job';
import { TimelinePanel } from './timeline-panel';
import { whereabouts, whereaboutsColor, whereaboutsWords } from './whereabouts';
import { words } from '../words/words';

/**
 * @param otherCard where another card is given when one was refused
 * @param confirm the way to a bank that wants a word of the customer
 */
export function CustomerJob({ job, otherCard, confirm }: { job: Job; otherCard: ReactNode; confirm: ReactNode }) {
  const { trail, onZoom } = useTrail(job);
  const fix = useLatestFix(job, (trail?.properties.fixes ?? 0) > 0).data;
  useReadMessagesOf(job.id, useTimeline(job).data?.items.length ?? 0);
  const canCancel = job.status === 'requested' || job.status === 'matched';
  const hasEnded = job.status === 'completed' || job.status === 'cancelled';
  const canExtend = job.status === 'matched' || job.status === 'in_progress';
  return (
    <div className={classes['columns']}>
      <Stack gap="md">
        <Headline job={job} fix={fix} />
        <RefusedHold job={job} confirm={confirm}>
          {otherCard}
        </RefusedHold>
        <OwedByMe job={job}>{otherCard}</OwedByMe>
        {!hasEnded && <ReachMe name="jobs" reason={words('jobs.head.reach')} />}
        <LateGuard job={job}>
          <AnswerLate job={job} />
        </LateGuard>
        <HoursPanel job={job} as="customer" />
        <BookRest job={job} />
        <LiveProposal job={job} as="customer" />
        {job.guard && <GuardCard guard={job.guard} />}
        {job.status !== 'requested' && <ConversationPanel job={job} as="customer" />}
        {job.status === 'matched' && <Arrival job={job} />}
        {job.status === 'requested' && <Candidates job={job} />}
        {canExtend && <AlarmPanel job={job} as="customer" />}
        {canExtend && <ShareJob job={job} as="customer" />}
        <MoneyPanel job={job} as="customer" />
        <TimelinePanel job={job} />
        <MatchWaves job={job} />
        <JobFacts job={job} />
        {!hasEnded && <CalendarButton job={job} />}
        {!hasEnded && <EditJob job={job} />}
        {canExtend && <ExtendJob job={job} />}
        {canCancel && <CancelJob job={job} />}
        {hasEnded && <BookAgain job={job} />}
      </Stack>
      <div className={classes['map']}>
        <JobMap job={job} fix={fix} trail={trail} onZoom={onZoom} />
      </div>
    </div>
  );
}

const MINUTE_SECONDS = 60;
const HEADLINE_STEP_MS = 15_000;

/** The form of a booking, filled with what this one was; only the time is new. */
const BookAgain = ({ job }: { job: Job }) => (
  <Button component={Link} to={`/book?again=${job.id}`}>
    {words('jobs.head.again')}
  </Button>
);

function Headline({ job, fix }: { job: Job; fix: LatestFix | undefined }) {
  const zone = zoneAt(job.location);
  const now = useNow(HEADLINE_STEP_MS);
  const rules = useRules();
  const isRefused = useRefusedHold(job) !== null;
  const sum = useJobPayments(job).data?.sum;
  const where = whereabouts(job, fix, now, rules);
  const said = whereaboutsWords(job, where, zone) ?? endingWords(job, priceOf(job, sum, null));
  return (
    <div className="panel">
      <div role="status" aria-live="polite">
        <Title order={2} size="h3" c={whereaboutsColor(where)}>
          {said ?? words(isRefused ? 'jobs.head.onceHeld' : 'jobs.head.asking')}
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
  const state = !wave
    ? words('jobs.wait.held')
    : wave.guards === 0
      ? words('jobs.wait.nobody')
      : words('jobs.wait.asked', { count: asked, time: countdown((now - Date.parse(wave.at)) / 1000) });
  return (
    <>
      <Text className="figures">{state}</Text>
      <Text size="sm" c="dimmed" mt={4}>
        {words('jobs.wait.leave')}
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
        {words(isSilent ? 'jobs.seen.silent' : 'jobs.seen.last', {
          ago: ago(age),
          away: distance(away),
          accuracy: distance(fix.accuracyMeters),
        })}
      </Text>
    </Group>
  );
}
