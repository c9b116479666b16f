import type { PlainKey } from '@aegis/words';
import { Divider, Group, Stack, Text, Title } from '@mantine/core';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { SaveButton } from '../layout/save-button';
import { PAYMENT_STATES, paymentWords } from '../words/market';
import { money } from '../words/money';
import { duration, moment, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { type JobMoney, priceOf } from './job-money';
import { type Job, useJobPayments } from './job-queries';
import { dueSoFarCents } from './job-words';
import { words } from '../words/words';

const SO_FAR_STEP_MS = 10_000;

const NAMES = {
  booked: 'jobs.money.atMost',
  due: 'jobs.money.toPay',
  paid: 'jobs.money.paid',
} as const satisfies Partial<Record<JobMoney['is'], PlainKey>>;

/** What it costs, what is held, what was charged: each in one sentence. */
export function MoneyPanel({ job, as }: { job: Job; as: 'customer' | 'admin' }) {
  const now = useNow(SO_FAR_STEP_MS);
  const rules = useRules();
  const sum = useJobPayments(job).data?.sum;
  const price = priceOf(job, sum, job.status === 'in_progress' ? dueSoFarCents(job, now, rules) : null);
  const minutes = job.startedAt ? (now - Date.parse(job.startedAt)) / 60_000 : 0;
  return (
    <section className="panel" aria-label={words('jobs.money.section')}>
      <Group justify="space-between" align="baseline" className="figures">
        <Title order={3} size="h5">
          {price.is === 'so_far' ? words('jobs.money.soFar', { time: duration(minutes) }) : words(NAMES[price.is])}
        </Title>
        <Text fw={650} size="xl">
          {money(price.cents)}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" className="figures">
        {words('jobs.money.rate', {
          rate: money(job.hourlyRateCents),
          hours: job.durationHours,
          total: money(job.totalAmountCents),
          guards: money(job.guardPayoutCents),
        })}
      </Text>
      <MoneyRows job={job} as={as} />
    </section>
  );
}

/** What the guard is paid is between them and the platform: the customer is not told of it as if it were their payment. */
function MoneyRows({ job, as }: { job: Job; as: 'customer' | 'admin' }) {
  const payments = useJobPayments(job).data;
  const rows = payments?.items.filter(({ type }) => as === 'admin' || type !== 'payout') ?? [];
  if (!payments || rows.length === 0) return null;
  const zone = zoneAt(job.location);
  const { heldCents, chargedCents, creditedCents, refundedCents } = payments.sum;
  const sentences = [
    heldCents > 0 && words('jobs.money.held', { amount: money(heldCents) }),
    chargedCents > 0 && words('jobs.money.charged', { amount: money(chargedCents) }),
    creditedCents > 0 && words('jobs.money.credited', { amount: money(creditedCents) }),
    refundedCents > 0 && words('jobs.money.refunded', { amount: money(refundedCents) }),
  ].filter((sentence) => sentence !== false);
  return (
    <>
      <Divider my="sm" />
      <Stack gap={6}>
        {rows.map((row) => (
          <Group key={row.id} justify="space-between" wrap="nowrap" className="figures">
            <Text size="sm">
              {words('jobs.money.row', {
                payment: paymentWords(row.type, row.purpose),
                state: PAYMENT_STATES[row.status].words.toLowerCase(),
              })}
              <Text span c="dimmed" size="sm">
                {' '}
                {moment(row.succeededAt ?? row.createdAt, zone)}
              </Text>
            </Text>
            <Text size="sm">{money(row.amountCents)}</Text>
          </Group>
        ))}
      </Stack>
      {sentences.length > 0 && (
        <Text size="sm" c="dimmed" mt="xs" className="figures">
          {sentences.join(' ')}
        </Text>
      )}
      {chargedCents + creditedCents > 0 && (
        <SaveButton
          mt="sm"
          size="sm"
          name={`receipt-${job.id}.pdf`}
          read={() => client.payments.receiptPdf({ params: { id: job.id } })}
        >
          {words('jobs.money.receipt')}
        </SaveButton>
      )}
    </>
  );
}
