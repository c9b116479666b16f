import { Alert, Badge, Button, Group, NativeSelect, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { PaymentStatus, WireAnswer, api } from '@aegis/contract';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { Figure } from '../layout/figure';
import { Page as Frame } from '../layout/page';
import { SaveButton } from '../layout/save-button';
import { Empty, Load, Problem } from '../layout/states';
import { PAYMENT_STATES } from '../words/market';
import { money } from '../words/money';
import { duration, moment } from '../words/time';

type Earnings = WireAnswer<typeof api.guards.earnings>;

export function Page() {
  const earnings = useQuery({
    queryKey: ['earnings'],
    queryFn: () => client.guards.earnings(),
    refetchInterval: usePolling(10_000),
    meta: { told: true },
  });
  return (
    <Frame title="Earnings">
      <PayoutAccount />
      <Load from={earnings}>{(found) => <Sums earnings={found} />}</Load>
      <Statement />
    </Frame>
  );
}

/** Back from the provider's page the account is asked about by itself; before, only when the guard wants to open it. */
function PayoutAccount() {
  const [search] = useSearchParams();
  const returned = search.get('payout-account');
  const open = useMutation({
    mutationFn: () => client.guards.payoutAccount(),
    onSuccess: ({ onboardingUrl }) => {
      if (onboardingUrl !== null && returned === null) location.assign(onboardingUrl);
    },
  });
  const { mutate } = open;
  useEffect(() => {
    if (returned !== null) mutate();
  }, [returned, mutate]);
  const url = open.data?.onboardingUrl ?? null;
  if (open.data?.ready)
    return (
      <Alert color="green" title="Your payout account is ready" role="status">
        What you earn is sent there as soon as a job is paid.
      </Alert>
    );
  return (
    <div className="panel">
      <Group justify="space-between" gap="sm">
        <div>
          <Title order={2} size="h5">
            Payout account
          </Title>
          <Text size="sm" c="dimmed">
            {url !== null && returned !== null
              ? 'Something is still missing there. Go on to complete it.'
              : 'Needed once, to be paid. The payment provider asks for it on its own page.'}
          </Text>
        </div>
        <Button
          variant="default"
          loading={open.isPending}
          onClick={() => (url === null ? mutate() : location.assign(url))}
        >
          {url === null ? 'Check or open payout account' : 'Complete payout account'}
        </Button>
      </Group>
      {open.error && <Problem error={open.error} />}
    </div>
  );
}

function Sums({ earnings }: { earnings: Earnings }) {
  const { paidCents, pendingCents, jobsCompleted, minutesWorked, payouts } = earnings;
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <Figure label="Paid out" value={money(paidCents)} />
        <Figure label="On the way" value={money(pendingCents)} />
        <Figure label="Jobs done" value={String(jobsCompleted)} />
        <Figure label="Time worked" value={duration(minutesWorked)} />
      </SimpleGrid>
      {payouts.length === 0 ? (
        <Empty title="No payouts yet">After each job, what you earned and where it is appears here.</Empty>
      ) : (
        <Stack gap="sm">
          {payouts.map((payout) => (
            <PayoutLine key={payout.paymentId} payout={payout} />
          ))}
        </Stack>
      )}
    </Stack>
  );
}

const MONTHS_BACK = 12;

/** What a statement is of: the last months, then this year and the one before it. The server knows in which zone they begin. */
function recentPeriods(): { value: string; label: string }[] {
  const now = new Date();
  const months = Array.from({ length: MONTHS_BACK }, (_, back) => {
    const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - back, 1));
    return {
      value: month.toISOString().slice(0, 7),
      label: month.toLocaleDateString(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    };
  });
  const years = [now.getFullYear(), now.getFullYear() - 1].map((year) => ({
    value: String(year),
    label: `All of ${year}`,
  }));
  return [...months, ...years];
}

function Statement() {
  const [periods] = useState(recentPeriods);
  const [period, setPeriod] = useState(periods[0]?.value ?? '');
  const query = period.includes('-') ? { month: period } : { year: period };
  return (
    <section className="panel" aria-label="Statement of earnings">
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label="Statement of a month or a year"
          size="md"
          data={periods}
          value={period}
          onChange={(event) => setPeriod(event.currentTarget.value)}
          flex="1 1 180px"
        />
        <SaveButton name={`earnings-${period}.pdf`} read={() => client.payments.earningsStatementPdf({ query })}>
          Save statement (PDF)
        </SaveButton>
      </Group>
    </section>
  );
}

function PayoutLine({ payout }: { payout: Earnings['payouts'][number] }) {
  const state = PAYMENT_STATES[payout.status as PaymentStatus] ?? { words: payout.status, color: 'gray' };
  return (
    <Link to={`/jobs/${payout.jobId}`} className="panel clickable-panel">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text fw={600}>{payout.jobTitle}</Text>
          <Text size="sm" c="dimmed" className="figures">
            {moment(payout.succeededAt ?? payout.createdAt)}
          </Text>
        </div>
        <Stack gap={4} align="flex-end" flex="none">
          <Text fw={600} className="figures">
            {money(payout.amountCents)}
          </Text>
          <Badge color={state.color} variant="light" tt="none">
            {state.words}
          </Badge>
        </Stack>
      </Group>
    </Link>
  );
}
