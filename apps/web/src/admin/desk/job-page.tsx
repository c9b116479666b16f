import { SimpleGrid, Stack } from '@mantine/core';
import { useParams } from 'react-router';
import { isGone } from '../../data/problems';
import { Arrival } from '../../jobs/arrival';
import { Candidates } from '../../jobs/candidates';
import { JobFacts } from '../../jobs/job-facts';
import { JobMap } from '../../jobs/job-map';
import { type Job, useJob, useLatestFix, useTrail } from '../../jobs/job-queries';
import { LateGuard } from '../../jobs/late-guard';
import { MatchWaves } from '../../jobs/match-waves';
import { HoursPanel } from '../../jobs/hours/hours-panel';
import { MoneyPanel } from '../../jobs/money-panel';
import { LiveProposal } from '../../jobs/proposals';
import { TimelinePanel } from '../../jobs/timeline-panel';
import { Page as Frame } from '../../layout/page';
import { NotFound } from '../../layout/page-failed';
import { Load, PageSkeleton } from '../../layout/states';
import { JOB_STATES } from '../../words/market';
import { span, zoneAt } from '../../words/time';
import { words } from '../../words/words';
import { AnswerLateForThem, ConfirmArrivalForThem } from './customers-answers';
import { AlarmsOnDesk } from './alarms-panel';
import { AuditPanel } from './audit-panel';
import classes from './desk.module.css';
import { ConversationOnDesk } from './conversation-panel';
import { type JobOnDesk, useJobOnDesk } from './desk-query';
import { Doors } from './doors';
import { PersonPanel } from './people';
import { ToldPanel } from './told-panel';

/** One job with everything of it: the operator looks nowhere else. Another job's people and dialogs are not this one's: hence the key. */
export function Page() {
  const { id = '' } = useParams();
  const job = useJob(id);
  if (isGone(job.error) && job.data === undefined) return <NotFound />;
  return (
    <Load from={job} skeleton={<PageSkeleton />}>
      {(found) => <OnDesk key={found.id} job={found} />}
    </Load>
  );
}

function OnDesk({ job }: { job: Job }) {
  const desk = useJobOnDesk(job.id, job.guard?.id);
  const zone = zoneAt(job.location);
  return (
    <Frame
      wide
      title={job.title}
      subtitle={words('jobs.subtitle', {
        state: JOB_STATES[job.status].words,
        time: span(job.startTime, job.endTime, zone),
      })}
    >
      <Load from={desk} skeleton={<PageSkeleton />}>
        {(found) => (
          <>
            <LateGuard job={job}>
              <AnswerLateForThem job={job} />
            </LateGuard>
            <AlarmsOnDesk jobId={job.id} />
            <Doors job={job} desk={found} />
            <Panels job={job} desk={found} />
          </>
        )}
      </Load>
    </Frame>
  );
}

/** What moves is read live by the panels; the desk's own reading is of people and of what was done. */
function Panels({ job, desk }: { job: Job; desk: JobOnDesk }) {
  const { trail, onZoom } = useTrail(job);
  const fix = useLatestFix(job, (trail?.properties.fixes ?? 0) > 0).data;
  return (
    <div className={classes['columns']}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: desk.guard ? 2 : 1 }} spacing="md">
          <PersonPanel as="customer" person={desk.customer} />
          {desk.guard && <PersonPanel as="guard" person={desk.guard} />}
        </SimpleGrid>
        {job.status === 'matched' && <Arrival job={job} confirmation={ConfirmArrivalForThem} />}
        <LiveProposal job={job} as="admin" />
        {job.status === 'requested' && <Candidates job={job} />}
        <MatchWaves job={job} />
        <HoursPanel job={job} as="admin" />
        <MoneyPanel job={job} as="admin" />
        <JobFacts job={job} />
      </Stack>
      <Stack gap="md">
        <div className={classes['map']}>
          <JobMap job={job} fix={fix} trail={trail} onZoom={onZoom} />
        </div>
        <TimelinePanel job={job} />
        <ToldPanel jobId={job.id} />
        {job.status !== 'requested' && <ConversationOnDesk jobId={job.id} />}
        <AuditPanel entries={desk.audit} />
      </Stack>
    </div>
  );
}
