import { Alert, Badge, Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PaymentStatus, WireAnswer, api } from '@aegis/contract';
import { type ReactNode, useEffect } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Statement } from '../account/statement';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { Figure } from '../layout/figure';
import { Page as Frame } from '../layout/page';
import { Empty, Load, Problem } from '../layout/states';
import { PAYMENT_STATES } from '../words/market';
import { money } from '../words/money';
import { capital } from '../words/capital';
import { duration, moment } from '../words/time';
import { richWords, words } from '../words/words';
import { READINESS, useReadiness } from './guard-profile';

type Earnings = WireAnswer<typeof api.guards.earnings>;

export function Page() {
  const earnings = useQuery({
    queryKey: ['earnings'],
    queryFn: () => client.guards.earnings(),
    refetchInterval: usePolling(10_000),
    meta: { told: true },
  });
  return (
    <Frame title={words('layout.to.earnings')}>
      <PayoutAccount />
      <Load from={earnings}>{(found) => <Sums earnings={found} />}</Load>
      <Statement
        title={words('account.statement.section')}
        name="earnings"
        read={(query) => client.payments.earningsStatementPdf({ query })}
      />
    </Frame>
  );
}

/** Back from the provider's page the account is asked about by itself; before, only when the guard wants to open it. */
function PayoutAccount() {
  const [search] = useSearchParams();
  const returned = search.get('payout-account');
  const queries = useQueryClient();
  const open = useMutation({
    mutationFn: () => client.guards.payoutAccount(),
    onSuccess: ({ onboardingUrl }) => {
      void queries.invalidateQueries({ queryKey: READINESS });
      if (onboardingUrl !== null && returned === null) location.assign(onboardingUrl);
    },
  });
  const { mutate } = open;
  useEffect(() => {
    if (returned !== null) mutate();
  }, [returned, mutate]);
  const url = open.data?.onboardingUrl ?? null;
  const isReady = useReadiness().data?.payoutAccount === true;
  // What is known to be done is not asked for again.
  if (open.data ? open.data.ready : isReady) return <ReadyAccount />;
  return (
    <div className="panel">
      <Group justify="space-between" gap="sm">
        <div>
          <Title order={2} size="h5">
            {words('guard.earnings.account')}
          </Title>
          <Text size="sm" c="dimmed">
            {words(url !== null && returned !== null ? 'guard.earnings.missing' : 'guard.earnings.needed')}
          </Text>
        </div>
        <Button
          variant="default"
          loading={open.isPending}
          onClick={() => (url === null ? mutate() : location.assign(url))}
        >
          {words(url === null ? 'guard.earnings.openAccount' : 'guard.earnings.complete')}
        </Button>
      </Group>
      {open.error && <Problem error={open.error} />}
    </div>
  );
}

/** The way to the provider's page is good once, for minutes: it is asked for when it is wanted. */
function ReadyAccount() {
  const open = useMutation({
    mutationFn: () => client.guards.payoutAccount(),
    onSuccess: ({ dashboardUrl, onboardingUrl }) => {
      const url = dashboardUrl ?? onboardingUrl;
      if (url !== null) location.assign(url);
    },
  });
  return (
    <Alert color="green" title={words('guard.earnings.accountReady')} role="status">
      <Text size="sm" mb="sm">
        {words('guard.earnings.accountHow')}
      </Text>
      <Button variant="default" loading={open.isPending} onClick={() => open.mutate()}>
        {words('guard.earnings.bankForms')}
      </Button>
      {open.error && <Problem error={open.error} />}
    </Alert>
  );
}

function Sums({ earnings }: { earnings: Earnings }) {
  const { paidCents, pendingCents, jobsCompleted, minutesWorked, payouts, owed, bounced } = earnings;
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <Figure label={words('guard.earnings.paid')} value={money(paidCents)} />
        <Figure label={words('guard.earnings.onTheWay')} value={money(pendingCents)} />
        <Figure label={words('guard.earnings.jobs')} value={String(jobsCompleted)} />
        <Figure label={words('guard.earnings.time')} value={duration(minutesWorked)} />
      </SimpleGrid>
      <SentBack bounced={bounced} />
      <WaitedFor owed={owed} />
      {payouts.length === 0 ? (
        <Empty title={words('guard.earnings.none')}>{words('guard.earnings.noneWhy')}</Empty>
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

/** What their bank did not take: the way to another one is the account above. */
function SentBack({ bounced }: Pick<Earnings, 'bounced'>) {
  if (bounced.length === 0) return null;
  return (
    <Alert color="red" title={words('guard.bounced.title')} role="alert">
      <Stack gap={6}>
        {bounced.map(({ amountCents, bouncedAt }) => (
          <Text key={bouncedAt} size="sm" className="figures">
            {words('guard.bounced.one', { amount: money(amountCents), when: moment(bouncedAt) })}
          </Text>
        ))}
        <Text size="sm">{words('guard.bounced.what')}</Text>
      </Stack>
    </Alert>
  );
}

/** What customers' cards refuse to pay; the guard of it is not left to wait for them. */
function WaitedFor({ owed }: Pick<Earnings, 'owed'>) {
  if (owed.length === 0) return null;
  return (
    <Alert color="yellow" title={words('guard.owed.title')}>
      <Stack gap={6}>
        {owed.map((one) => (
          <Text key={one.jobId} size="sm" className="figures">
            {owedWords(one)}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

function owedWords({ jobId, jobTitle, amountCents, guaranteedCents, guaranteedAt }: Earnings['owed'][number]) {
  const told = { title: jobTitle, amount: money(amountCents) };
  const shown = { job: (part: ReactNode) => <Link to={`/jobs/${jobId}`}>{part}</Link> };
  if (guaranteedCents > 0) return richWords('guard.owed.paid', shown, { ...told, guaranteed: money(guaranteedCents) });
  return guaranteedAt
    ? richWords('guard.owed.until', shown, { ...told, when: moment(guaranteedAt) })
    : richWords('guard.owed.asked', shown, told);
}

function PayoutLine({ payout }: { payout: Earnings['payouts'][number] }) {
  const state = PAYMENT_STATES[payout.status as PaymentStatus] ?? { words: payout.status, color: 'gray' };
  return (
    <Link to={`/jobs/${payout.jobId}`} className="panel clickable-panel">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text fw={600}>{payout.jobTitle}</Text>
          <Text size="sm" c="dimmed" className="figures">
            {capital(moment(payout.succeededAt ?? payout.createdAt))}
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
