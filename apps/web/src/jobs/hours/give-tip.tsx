import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { client } from '../../data/client';
import { useEntryKeys } from '../../data/entry-key';
import { useRules } from '../../data/server-config';
import { Problem } from '../../layout/states';
import { money } from '../../words/money';
import { type Job, useJobPayments } from '../job-queries';
import { useHoursChange } from './hours-query';
import { words } from '../../words/words';

const USUAL_CENTS = [500, 1000, 2000] as const;

/** Once the job is paid. What was given is said, also that the card refused it. */
export function GiveTip({ job }: { job: Job }) {
  const [isOpen, { open, close }] = useDisclosure();
  const rows = useJobPayments(job).data?.items.filter(({ type }) => type === 'charge') ?? [];
  const tips = rows.filter(({ purpose }) => purpose === 'tip');
  const isPaid = rows.some(({ purpose, status }) => purpose === 'booking' && status === 'succeeded');
  if (!isPaid) return null;
  const given = tips.filter(({ status }) => status !== 'failed').reduce((sum, row) => sum + row.amountCents, 0);
  return (
    <Stack gap="xs">
      {given > 0 && <Text role="status">{words('hours.tip.given', { amount: money(given) })}</Text>}
      {tips.at(-1)?.status === 'failed' && <Text role="status">{words('hours.tip.refused')}</Text>}
      {isOpen ? (
        <TipForm job={job} onClose={close} />
      ) : (
        <Button variant="default" onClick={open}>
          {words('hours.tip.open')}
        </Button>
      )}
    </Stack>
  );
}

function TipForm({ job, onClose }: { job: Job; onClose: () => void }) {
  const { tipMostCents } = useRules();
  const [dollars, setDollars] = useState<number | string>(USUAL_CENTS[1] / 100);
  const keys = useEntryKeys();
  const amountCents = Math.round(Number(dollars) * 100);
  const give = useHoursChange(job, async () => {
    await client.payments.tip({ params: { id: job.id }, body: { amountCents }, idempotencyKey: keys.of(amountCents) });
    onClose();
  });
  return (
    <Stack gap="sm" role="group" aria-label={words('hours.tip.section')}>
      <Group>
        {USUAL_CENTS.map((cents) => (
          <Button
            key={cents}
            variant={amountCents === cents ? 'filled' : 'default'}
            onClick={() => setDollars(cents / 100)}
          >
            {money(cents)}
          </Button>
        ))}
      </Group>
      <NumberInput
        label={words('hours.tip.dollars')}
        description={words('hours.tip.all')}
        min={0.01}
        max={tipMostCents / 100}
        decimalScale={2}
        allowNegative={false}
        value={dollars}
        onChange={setDollars}
      />
      {give.error && <Problem error={give.error} />}
      <Group>
        <Button loading={give.isPending} disabled={!(amountCents > 0)} onClick={() => give.mutate(undefined)}>
          {words('hours.tip.give', { amount: money(Math.max(0, amountCents || 0)) })}
        </Button>
        <Button variant="default" onClick={onClose}>
          {words('jobs.leaveIt')}
        </Button>
      </Group>
    </Stack>
  );
}
