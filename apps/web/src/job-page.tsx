import { Navigate, useParams } from 'react-router';
import { ConfirmWithBank } from './account/confirm-with-bank';
import { OtherCard } from './account/other-card';
import { isGone } from './data/problems';
import { useUser } from './data/session';
import { GuardJob } from './guard/guard-job';
import { CustomerJob } from './jobs/customer-job';
import { useJob } from './jobs/job-queries';
import { Page as Frame } from './layout/page';
import { NotFound } from './layout/page-failed';
import { Load } from './layout/states';
import { JOB_STATES } from './words/market';
import { span, zoneAt } from './words/time';
import { words } from './words/words';

/** One job, as its customer or its guard needs to see it; an administrator's is on their desk. */
export function Page() {
  const { id = '' } = useParams();
  const { role } = useUser();
  const job = useJob(id);
  if (role === 'admin') return <Navigate to={`/admin/jobs/${id}`} replace />;
  if (isGone(job.error) && job.data === undefined) return <NotFound />;
  return (
    <Load from={job} wide>
      {(found) => (
        <Frame
          wide
          title={found.title}
          subtitle={words('jobs.subtitle', {
            state: JOB_STATES[found.status].words,
            time: span(found.startTime, found.endTime, zoneAt(found.location)),
          })}
        >
          {role === 'guard' ? (
            <GuardJob job={found} />
          ) : (
            <CustomerJob job={found} otherCard={<OtherCard job={found} />} confirm={<ConfirmWithBank job={found} />} />
          )}
        </Frame>
      )}
    </Load>
  );
}
