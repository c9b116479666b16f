import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { CorrectionKind } from '@aegis/contract';
import { client } from '../../data/client';
import { useEntryKeys } from '../../data/entry-key';
import { useRules } from '../../data/server-config';
import { ReasonField } from '../../layout/reason-field';
import { Problem } from '../../layout/states';
import { duration } from '../../words/time';
import type { Job } from '../job-queries';
import { type Hours, useHoursChange } from './hours-query';
import { TimeFields } from './time-fields';

const KINDS: Record<CorrectionKind, { label: string; reason: string }> = {
  beyond_end: { label: 'Longer than booked', reason: 'Stayed longer, as was asked for.' },
  minutes: { label: 'More or fewer minutes', reason: '' },
  break: { label: 'A break', reason: '' },
};

interface Props {
  job: Job;
  hours: Hours;
  as: 'customer' | 'guard';
  onClose: () => void;
}

/** Begins with what is likely: the time that was worked beyond what was booked, with its usual reason. */
export function AskCorrection({ job, hours, as, onClose }: Props) {
  const { correctionAnswerHours } = useRules();
  const worked = hours.workedMinutes ?? 0;
  const [kind, setKind] = useState<CorrectionKind>(hours.why === 'booked_price' ? 'beyond_end' : 'minutes');
  const [reason, setReason] = useState(KINDS[kind].reason);
  const [workedMinutes, setWorkedMinutes] = useState<number | null>(worked);
  const keys = useEntryKeys();
  const ask = useHoursChange(job, (body: { kind: CorrectionKind; workedMinutes: number; reason: string }) =>
    client.hours.ask({ params: { id: job.id }, body, idempotencyKey: keys.of(body) }),
  );
  const choose = (chosen: CorrectionKind): void => {
    if (reason === '' || reason === KINDS[kind].reason) setReason(KINDS[chosen].reason);
    setKind(chosen);
  };
  return (
    <form
      aria-label="Ask for other hours"
      onSubmit={(event) => {
        event.preventDefault();
        if (workedMinutes !== null) ask.mutate({ kind, workedMinutes, reason });
      }}
    >
      <Stack gap="sm">
        <Kinds chosen={kind} onChoose={choose} />
        <TimeFields label="Hours worked" minutes={worked} onChange={setWorkedMinutes} />
        <ReasonField
          description={`${as === 'guard' ? 'The customer' : 'The guard'} reads it.`}
          value={reason}
          onChange={setReason}
        />
        <Text size="sm" c="dimmed">
          At most {duration(hours.mostMinutes ?? worked)}. {as === 'guard' ? 'The customer' : 'The guard'} has{' '}
          {correctionAnswerHours} hours to answer; when you do not agree, we decide on the evidence.
        </Text>
        {ask.error && <Problem error={ask.error} />}
        <Group>
          <Button type="submit" loading={ask.isPending} disabled={workedMinutes === null || reason.trim() === ''}>
            Ask for {duration(workedMinutes ?? 0)}
          </Button>
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Kinds({ chosen, onChoose }: { chosen: CorrectionKind; onChoose: (kind: CorrectionKind) => void }) {
  return (
    <Radio.Group label="What was different?" value={chosen} onChange={onChoose}>
      <Stack gap={6} mt={4}>
        {(Object.keys(KINDS) as CorrectionKind[]).map((one) => (
          <Radio key={one} value={one} label={KINDS[one].label} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
