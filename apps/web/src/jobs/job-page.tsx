import { useParams } from 'react-router';
import { Page as Frame } from '../layout/page';
import { Load, PageSkeleton } from '../layout/states';
import { useEvents } from '../data/live';
import { useUser } from '../data/session';
import { isGone } from '../data/problems';
import { NotFound } from '../layout/page-failed';
import { JOB_STATES } from '../words/market';
import { span, zoneAt } from '../words/time';
import { CustomerJob } from './customer-job';
import { GuardJob } from './guard-job';
import { useJob } from './job-queries';

/** One job, as its customer, its guard or an administrator needs to see it. */
export function Page() {
  const { id = '' } = useParams();
  const { role } = useUser();
  const job = useJob(id);
  const isOpen = job.data !== undefined && !['completed', 'cancelled'].includes(job.data.status);
  useEvents(`/jobs/${id}/events`, isOpen);
  if (isGone(job.error) && job.data === undefined) return <NotFound />;
  return (
    <Load from={job} skeleton={<PageSkeleton />}>
      {(found) => (
        <Frame
          wide
          title={found.title}
          subtitle={`${JOB_STATES[found.status].words} · ${span(found.startTime, found.endTime, zoneAt(found.location))}`}
        >
          {role === 'guard' ? <GuardJob job={found} /> : <CustomerJob job={found} isAdmin={role === 'admin'} />}
        </Frame>
      )}
    </Load>
  );
}
