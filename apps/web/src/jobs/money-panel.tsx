import { Divider, Group, Stack, Text, Title } from '@mantine/core';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { SaveButton } from '../layout/save-button';
import { PAYMENT_STATES, PAYMENT_TYPES, PURPOSES } from '../words/market';
import { money } from '../words/money';
import { duration, moment, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { type Job, useJobPayments } from './job-queries';
import { dueSoFarCents } from './job-words';

const SO_FAR_STEP_MS = 10_000;

/** What it costs, what is held, what was charged: each in one sentence. */
export function MoneyPanel({ job }: { job: Job }) {
  const now = useNow(SO_FAR_STEP_MS);
  const rules = useRules();
  const soFar = job.status === 'in_progress' ? dueSoFarCents(job, now, rules) : null;
  const minutes = job.startedAt ? (now - Date.parse(job.startedAt)) / 60_000 : 0;
  return (
    <section className="panel" aria-label="Price">
      <Group justify="space-between" align="baseline" className="figures">
        <Title order={3} size="h5">
          {job.dueAmountCents !== null ? 'To pay' : soFar !== null ? `${duration(minutes)} so far` : 'At most'}
        </Title>
        <Text fw={650} size="xl">
          {money(job.dueAmountCents ?? soFar ?? job.totalAmountCents)}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" className="figures">
        {money(job.hourlyRateCents)} an hour for {job.durationHours} h: {money(job.totalAmountCents)}, of it{' '}
        {money(job.guardPayoutCents)} for the guard.
      </Text>
      <MoneyRows job={job} />
    </section>
  );
}

function MoneyRows({ job }: { job: Job }) {
  const payments = useJobPayments(job).data;
  if (!payments || payments.items.length === 0) return null;
  const zone = zoneAt(job.location);
  const { heldCents, chargedCents, refundedCents } = payments.sum;
  return (
    <>
      <Divider my="sm" />
      <Stack gap={6}>
        {payments.items.map((row) => (
          <Group key={row.id} justify="space-between" wrap="nowrap" className="figures">
            <Text size="sm">
              {PAYMENT_TYPES[row.type]}
              {PURPOSES[row.purpose]}: {PAYMENT_STATES[row.status].words.toLowerCase()}
              <Text span c="dimmed" size="sm">
                {' '}
                {moment(row.succeededAt ?? row.createdAt, zone)}
              </Text>
            </Text>
            <Text size="sm">{money(row.amountCents)}</Text>
          </Group>
        ))}
      </Stack>
      <Text size="sm" c="dimmed" mt="xs" className="figures">
        {heldCents > 0 && `${money(heldCents)} are held on the card: reserved, not taken. `}
        {chargedCents > 0 && `${money(chargedCents)} were charged after the job. `}
        {refundedCents > 0 && `${money(refundedCents)} were given back.`}
      </Text>
      {chargedCents > 0 && (
        <SaveButton
          mt="sm"
          size="sm"
          name={`receipt-${job.id}.pdf`}
          read={() => client.payments.receiptPdf({ params: { id: job.id } })}
        >
          Save receipt (PDF)
        </SaveButton>
      )}
    </>
  );
}
