import { useState } from 'react';
import { TimeFields } from '../../jobs/hours/time-fields';
import type { Job } from '../../jobs/job-queries';
import { words } from '../../words/words';
import { ReasonDialog } from '../reason-dialog';
import { useEndJob } from './desk-query';
import { now } from '../../words/now';

const MINUTE_MS = 60_000;

/** From the check-in, but not before the booked start, to the booked end or now: what there is to correct. */
function supposedMinutes({ startTime, startedAt, endTime }: Job): number {
  const from = Math.max(Date.parse(startTime), Date.parse(startedAt ?? startTime));
  return Math.max(0, Math.floor((Math.min(now(), Date.parse(endTime)) - from) / MINUTE_MS));
}

/** For a guard who has gone without checking out, or whose phone is dead. Made when it is opened: it begins with the time so far. */
export function EndDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const [supposed] = useState(() => supposedMinutes(job));
  const [workedMinutes, setWorkedMinutes] = useState<number | null>(supposed);
  const end = useEndJob(job.id, onClose);
  return (
    <ReasonDialog
      isOpen
      title={words('admin.end.title', { job: job.title })}
      explanation={words('admin.end.how')}
      action={words('admin.do.end_job')}
      isReady={workedMinutes !== null}
      isBusy={end.isPending}
      error={end.error}
      onClose={onClose}
      onAgree={(reason) => workedMinutes !== null && end.mutate({ workedMinutes, reason })}
    >
      <TimeFields label={words('admin.hours')} minutes={supposed} onChange={setWorkedMinutes} />
    </ReasonDialog>
  );
}
