import { Anchor, Group, NativeSelect, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { Figure } from '../layout/figure';
import { Page as Frame } from '../layout/page';
import { Empty, Load } from '../layout/states';
import { money } from '../words/money';
import { moment } from '../words/time';

type Reconciliation = WireAnswer<typeof api.admin.reconciliation>;
type Difference = Reconciliation['differences'][number];

const KINDS: Record<Difference['kind'], string> = {
  missing_here: 'At the provider, not here',
  missing_at_stripe: 'Here, not at the provider',
  amount_differs: 'Amounts differ',
  fee_differs: 'Fees differ',
  does_not_add_up: 'Parts do not add up',
  not_settled: 'Not settled yet',
  not_charged: 'Not charged yet',
  refund_returned: 'A refund came back',
  balance_differs: 'The balance differs',
};

const SPANS = [
  { value: '1', label: 'The last day' },
  { value: '7', label: 'The last 7 days' },
  { value: '30', label: 'The last 30 days' },
  { value: '90', label: 'The last 90 days' },
];

export function Page() {
  const [days, setDays] = useState('7');
  const result = useQuery({
    queryKey: ['admin', 'reconciliation', days],
    queryFn: () => client.admin.reconciliation({ query: { days } }),
  });
  return (
    <Frame
      title="Reconciliation"
      subtitle="Our rows of money against the payment provider, with every difference."
      wide
      action={
        <NativeSelect
          aria-label="Compared time"
          size="md"
          data={SPANS}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
      }
    >
      <Load from={result}>{(found) => <Result found={found} />}</Load>
    </Frame>
  );
}

function Result({ found: { from, to, compared, sums, differences } }: { found: Reconciliation }) {
  const figures: [string, string][] = [
    ['Rows compared', String(compared)],
    ['Ours', money(sums.oursCents)],
    ['Beside jobs', money(sums.besideJobsCents)],
    ['Provider', money(sums.stripeCents)],
  ];
  return (
    <Stack gap="md">
      <Text c="dimmed" className="figures">
        From {moment(from)} to {moment(to)}
      </Text>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        {figures.map(([label, value]) => (
          <Figure key={label} label={label} value={value} />
        ))}
      </SimpleGrid>
      {differences.length === 0 ? (
        <Empty title="No differences">Every row here has its row at the provider, to the cent.</Empty>
      ) : (
        differences.map((difference) => <DifferencePanel key={keyOf(difference)} difference={difference} />)
      )}
    </Stack>
  );
}

const keyOf = ({ kind, paymentId, stripeId, jobId, detail }: Difference): string =>
  [kind, paymentId, stripeId, jobId, detail].join();

function DifferencePanel({ difference }: { difference: Difference }) {
  const { kind, jobId, stripeId, oursCents, stripeCents, detail } = difference;
  return (
    <section className="panel" aria-label={KINDS[kind]}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h5" c="var(--aegis-needs-you)">
            {KINDS[kind]}
          </Title>
          <Text size="sm">{detail}</Text>
          {stripeId !== null && (
            <Text size="sm" c="dimmed">
              {stripeId}
            </Text>
          )}
        </div>
        <Text size="sm" className="figures">
          ours {oursCents === null ? '–' : money(oursCents)}, provider {stripeCents === null ? '–' : money(stripeCents)}
        </Text>
      </Group>
      {jobId !== null && (
        <Anchor component={Link} to={`/admin/jobs/${jobId}`} underline="always">
          Open the job
        </Anchor>
      )}
    </section>
  );
}
