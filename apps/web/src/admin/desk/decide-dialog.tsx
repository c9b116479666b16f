import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../data/client';
import { useRules } from '../../data/server-config';
import { TimeFields } from '../../jobs/hours/time-fields';
import { TimeStrip } from '../../jobs/hours/time-strip';
import { changeWords } from '../../jobs/hours/hours-words';
import { type Correction, type Hours, useHoursChange } from '../../jobs/hours/hours-query';
import type { Job } from '../../jobs/job-queries';
import { zoneAt } from '../../words/time';
import { words } from '../../words/words';
import { ReasonDialog } from '../reason-dialog';

interface Props {
  job: Job;
  hours: Hours;
  correction: Correction;
  onClose: () => void;
}

/** The parties do not agree: with the evidence beside it, and beginning with what was asked for. */
export function DecideDialog({ job, hours, correction, onClose }: Props) {
  const rules = useRules();
  const [workedMinutes, setWorkedMinutes] = useState<number | null>(correction.toMinutes);
  const decide = useHoursChange(job, async (given: { workedMinutes: number; reason: string }) => {
    await client.hours.decide({
      params: { id: correction.id },
      body: given,
    });
    onClose();
  });
  return (
    <ReasonDialog
      isOpen
      title={words('admin.decide.title', { job: job.title })}
      explanation={words('admin.decide.how')}
      action={words('admin.decide.do')}
      isReady={workedMinutes !== null}
      isBusy={decide.isPending}
      error={decide.error}
      onClose={onClose}
      onAgree={(reason) => workedMinutes !== null && decide.mutate({ workedMinutes, reason })}
    >
      <Stack gap="sm">
        <Text className="figures">
          {words('admin.decide.asks', {
            by: correction.askedBy,
            change: changeWords(correction, 'admin', rules),
            reason: correction.reason,
          })}
        </Text>
        {correction.answerReason && <Text>{words('admin.decide.answer', { reason: correction.answerReason })}</Text>}
        {hours.record && <TimeStrip record={hours.record} zone={zoneAt(job.location)} />}
        <TimeFields label={words('admin.hours')} minutes={correction.toMinutes} onChange={setWorkedMinutes} />
      </Stack>
    </ReasonDialog>
  );
}
