import { Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../data/client';
import { useRules } from '../../data/server-config';
import { TimeStrip } from '../../jobs/hours/time-strip';
import { changeWords } from '../../jobs/hours/hours-words';
import { type Correction, type Hours, useHoursChange } from '../../jobs/hours/hours-query';
import type { Job } from '../../jobs/job-queries';
import { zoneAt } from '../../words/time';
import { ReasonDialog } from '../reason-dialog';

const HOUR_MINUTES = 60;

interface Props {
  job: Job;
  hours: Hours;
  correction: Correction;
  onClose: () => void;
}

/** The parties do not agree: with the evidence beside it, and beginning with what was asked for. */
export function DecideDialog({ job, hours, correction, onClose }: Props) {
  const rules = useRules();
  const [at, setAt] = useState({
    hours: Math.floor(correction.toMinutes / HOUR_MINUTES),
    minutes: correction.toMinutes % HOUR_MINUTES,
  });
  const decide = useHoursChange(job, async (reason: string) => {
    await client.hours.decide({
      params: { id: correction.id },
      body: { workedMinutes: at.hours * HOUR_MINUTES + at.minutes, reason },
    });
    onClose();
  });
  const set = (part: 'hours' | 'minutes') => (value: number | string) =>
    setAt((now) => ({ ...now, [part]: Number(value) }));
  return (
    <ReasonDialog
      isOpen
      title={`Decide the hours of “${job.title}”`}
      explanation="It is final, and both read the reason. No more is charged than was booked or agreed to."
      action="Decide"
      isBusy={decide.isPending}
      error={decide.error}
      onClose={onClose}
      onAgree={(reason) => decide.mutate(reason)}
    >
      <Stack gap="sm">
        <Text className="figures">
          The {correction.askedBy} asks for {changeWords(correction, 'admin', rules)}: “{correction.reason}”
        </Text>
        {correction.answerReason && <Text>The answer: “{correction.answerReason}”</Text>}
        {hours.record && <TimeStrip record={hours.record} zone={zoneAt(job.location)} />}
        <Group grow>
          <NumberInput label="Hours" min={0} allowDecimal={false} value={at.hours} onChange={set('hours')} />
          <NumberInput
            label="Minutes"
            min={0}
            max={HOUR_MINUTES - 1}
            allowDecimal={false}
            value={at.minutes}
            onChange={set('minutes')}
          />
        </Group>
      </Stack>
    </ReasonDialog>
  );
}
