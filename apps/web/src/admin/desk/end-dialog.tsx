import { Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { Job } from '../../jobs/job-queries';
import { ReasonDialog } from '../reason-dialog';
import { useEndJob } from './desk-query';

const HOUR_MINUTES = 60;
const MINUTE_MS = 60_000;

/** From the check-in, but not before the booked start, to the booked end or now: what there is to correct. */
function supposedMinutes({ startTime, startedAt, endTime }: Job): number {
  const from = Math.max(Date.parse(startTime), Date.parse(startedAt ?? startTime));
  return Math.max(0, Math.floor((Math.min(Date.now(), Date.parse(endTime)) - from) / MINUTE_MS));
}

/** For a guard who has gone without checking out, or whose phone is dead. Made when it is opened: it begins with the time so far. */
export function EndDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const [supposed] = useState(() => supposedMinutes(job));
  const [hours, setHours] = useState<number | string>(Math.floor(supposed / HOUR_MINUTES));
  const [minutes, setMinutes] = useState<number | string>(supposed % HOUR_MINUTES);
  const end = useEndJob(job.id, onClose);
  const workedMinutes = Number(hours) * HOUR_MINUTES + Number(minutes);
  return (
    <ReasonDialog
      isOpen
      title={`End “${job.title}”`}
      explanation="With the time that was worked, as you have found it out. The customer is charged for it and the guard is paid."
      action="End the job"
      isReady={hours !== '' && minutes !== ''}
      isBusy={end.isPending}
      error={end.error}
      onClose={onClose}
      onAgree={(reason) => end.mutate({ workedMinutes, reason })}
    >
      <Group grow>
        <NumberInput label="Hours" min={0} allowDecimal={false} value={hours} onChange={setHours} />
        <NumberInput
          label="Minutes"
          min={0}
          max={HOUR_MINUTES - 1}
          allowDecimal={false}
          value={minutes}
          onChange={setMinutes}
        />
      </Group>
    </ReasonDialog>
  );
}
