import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import type { CorrectionKind } from '@aegis/contract';
import { client } from '../../data/client';
import { useEntryKeys } from '../../data/entry-key';
import { useRules } from '../../data/server-config';
import { useRefusedFields } from '../../layout/first-mistake';
import { ReasonField } from '../../layout/reason-field';
import { Problem } from '../../layout/states';
import { duration } from '../../words/time';
import type { Job } from '../job-queries';
import { type Hours, useHoursChange } from './hours-query';
import { TimeFields } from './time-fields';
import { words } from '../../words/words';

const KINDS = ['beyond_end', 'minutes', 'break'] as const satisfies readonly CorrectionKind[];

/** With which most who ask for it agree. */
const usualReason = (kind: CorrectionKind): string =>
  kind === 'beyond_end' ? words('hours.ask.beyond_end.reason') : '';

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
  const other = as === 'guard' ? 'customer' : 'guard';
  const [kind, setKind] = useState<CorrectionKind>(hours.why === 'booked_price' ? 'beyond_end' : 'minutes');
  const [reason, setReason] = useState(() => usualReason(kind));
  const [workedMinutes, setWorkedMinutes] = useState<number | null>(worked);
  const keys = useEntryKeys();
  const ask = useHoursChange(job, (body: { kind: CorrectionKind; workedMinutes: number; reason: string }) =>
    client.hours.ask({ params: { id: job.id }, body, idempotencyKey: keys.of(body) }),
  );
  const form = useRef<HTMLFormElement>(null);
  const refused = useRefusedFields(form, ask.error);
  const choose = (chosen: CorrectionKind): void => {
    if (reason === '' || reason === usualReason(kind)) setReason(usualReason(chosen));
    setKind(chosen);
  };
  return (
    <form
      ref={form}
      aria-label={words('hours.ask.form')}
      onSubmit={(event) => {
        event.preventDefault();
        if (workedMinutes !== null) ask.mutate({ kind, workedMinutes, reason });
      }}
    >
      <Stack gap="sm">
        <Kinds chosen={kind} onChoose={choose} />
        <TimeFields label={words('hours.ask.worked')} minutes={worked} onChange={setWorkedMinutes} />
        <ReasonField
          description={words('hours.ask.reads', { by: other })}
          error={refused('reason')}
          value={reason}
          onChange={setReason}
        />
        <Text size="sm" c="dimmed">
          {words('hours.ask.atMost', {
            time: duration(hours.mostMinutes ?? worked),
            by: other,
            hours: correctionAnswerHours,
          })}
        </Text>
        {ask.error && <Problem error={ask.error} />}
        <Group>
          <Button type="submit" loading={ask.isPending} disabled={workedMinutes === null || reason.trim() === ''}>
            {words('hours.ask.for', { time: duration(workedMinutes ?? 0) })}
          </Button>
          <Button variant="default" onClick={onClose}>
            {words('jobs.leaveIt')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Kinds({ chosen, onChoose }: { chosen: CorrectionKind; onChoose: (kind: CorrectionKind) => void }) {
  return (
    <Radio.Group label={words('hours.ask.what')} value={chosen} onChange={onChoose}>
      <Stack gap={6} mt={4}>
        {KINDS.map((one) => (
          <Radio key={one} value={one} label={words(`hours.ask.${one}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
