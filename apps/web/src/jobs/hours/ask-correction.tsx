import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { CorrectionKind } from '@aegis/contract';
import { client } from '../../data/client';
import { useRules } from '../../data/server-config';
import { ReasonField } from '../../layout/reason-field';
import { Problem } from '../../layout/states';
import type { Job } from '../job-queries';
import { hoursAndMinutes } from '../job-words';
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
  const [workedMinutes, setWorkedMinutes] = useState(worked);
  const [key] = useState(() => crypto.randomUUID());
  const ask = useHoursChange(job, () =>
    client.hours.ask({
      params: { id: job.id },
      body: { kind, workedMinutes, reason },
      idempotencyKey: `${key} ${kind} ${workedMinutes}`.replaceAll(' ', '-'),
    }),
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
        ask.mutate(undefined);
      }}
    >
      <Stack gap="sm">
        <Kinds chosen={kind} onChoose={choose} />
        <TimeFields label="Hours worked" minutes={workedMinutes} onChange={setWorkedMinutes} />
        <ReasonField
          description={`${as === 'guard' ? 'The customer' : 'The guard'} reads it.`}
          value={reason}
          onChange={setReason}
        />
        <Text size="sm" c="dimmed">
          At most {hoursAndMinutes(hours.mostMinutes ?? worked)}. {as === 'guard' ? 'The customer' : 'The guard'} has{' '}
          {correctionAnswerHours} hours to answer; when you do not agree, we decide on the evidence.
        </Text>
        {ask.error && <Problem error={ask.error} />}
        <Group>
          <Button type="submit" loading={ask.isPending} disabled={reason.trim() === ''}>
            Ask for {hoursAndMinutes(workedMinutes)}
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
