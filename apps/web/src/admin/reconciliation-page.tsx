import { Anchor, Button, Group, NativeSelect, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { Figure } from '../layout/figure';
import { Page as Frame } from '../layout/page';
import { Empty, Load, Problem } from '../layout/states';
import { money } from '../words/money';
import { moment } from '../words/time';
import { words } from '../words/words';

type Run = WireAnswer<typeof api.reconciliations.start>;
type Report = WireAnswer<typeof api.reconciliations.get>;
type Result = NonNullable<Report['result']>;
type Difference = Report['differences'][number];

const RUNS = ['admin', 'reconciliations'];
const SPANS_DAYS = [1, 7, 30, 90];
const spans = () => SPANS_DAYS.map((days) => ({ value: String(days), label: words('admin.reconcile.span', { days }) }));
/** How far a run is changes every second. */
const LOOK_EVERY_MS = 1000;

const isUnderWay = (run: Run | undefined): boolean => run?.endedAt === null;

export function Page() {
  const [days, setDays] = useState('7');
  const [chosen, choose] = useState<string>();
  const queries = useQueryClient();
  const runs = useQuery({
    queryKey: RUNS,
    queryFn: () => client.reconciliations.list(),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.items[0]) ? LOOK_EVERY_MS : false),
  });
  const start = useMutation({
    mutationFn: () => client.reconciliations.start({ body: { days: Number(days) } }),
    onSuccess: (run) => {
      choose(run.id);
      return queries.invalidateQueries({ queryKey: RUNS });
    },
  });
  const latest = runs.data?.items[0];
  return (
    <Frame
      title={words('admin.reconcile.title')}
      subtitle={words('admin.reconcile.of')}
      wide
      action={
        <Group gap="xs">
          <NativeSelect
            aria-label={words('admin.reconcile.time')}
            size="md"
            data={spans()}
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
          <Button size="md" loading={start.isPending || isUnderWay(latest)} onClick={() => start.mutate()}>
            {words('admin.reconcile.start')}
          </Button>
        </Group>
      }
    >
      {start.error ? <Problem error={start.error} /> : null}
      <Load from={runs}>
        {({ items }) => {
          const shown = items.find(({ id }) => id === chosen) ?? items[0];
          return shown ? (
            <Stack gap="md">
              <EarlierRuns runs={items} shown={shown} choose={choose} />
              <RunPanel run={shown} />
            </Stack>
          ) : (
            <Empty title={words('admin.reconcile.never')}>{words('admin.reconcile.neverHow')}</Empty>
          );
        }}
      </Load>
    </Frame>
  );
}

function EarlierRuns({ runs, shown, choose }: { runs: Run[]; shown: Run; choose: (id: string) => void }) {
  if (runs.length < 2) return null;
  return (
    <NativeSelect
      label={words('admin.reconcile.runs')}
      size="md"
      data={runs.map((run) => ({ value: run.id, label: labelOf(run) }))}
      value={shown.id}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

function foundWords(run: Run): string {
  if (run.result) return words('admin.reconcile.found', { count: run.result.differenceCount });
  return words(isUnderWay(run) ? 'admin.reconcile.comparing' : 'admin.reconcile.failed');
}

/** What was found comes first: on a phone the end of the line is not seen. */
const labelOf = (run: Run): string =>
  words('admin.reconcile.run', { found: foundWords(run), at: moment(run.askedAt), days: run.days });

function RunPanel({ run }: { run: Run }) {
  if (isUnderWay(run))
    return (
      <Stack gap="xs" role="status">
        <Text>{words('admin.reconcile.underWay', { read: run.movementsRead })}</Text>
        <Progress value={100} animated aria-label={words('admin.reconcile.title')} />
        <Text size="sm" c="dimmed">
          {words('admin.reconcile.underWayHow')}
        </Text>
      </Stack>
    );
  if (run.failure !== null)
    return <Empty title={words('admin.reconcile.failed')}>{words(`admin.reconcile.failure.${run.failure}`)}</Empty>;
  return <ReportOf id={run.id} />;
}

function ReportOf({ id }: { id: string }) {
  const report = useQuery({
    queryKey: [...RUNS, id],
    queryFn: () => client.reconciliations.get({ params: { id } }),
  });
  return (
    <Load from={report}>
      {({ result, differences }) => (result ? <Found result={result} differences={differences} /> : null)}
    </Load>
  );
}

function Found({ result, differences }: { result: Result; differences: Difference[] }) {
  const { from, to, compared, sums, differenceCount } = result;
  const figures: [string, string][] = [
    [words('admin.reconcile.rows'), String(compared)],
    [words('admin.reconcile.ours'), money(sums.oursCents)],
    [words('admin.reconcile.besideJobs'), money(sums.besideJobsCents)],
    [words('admin.reconcile.provider'), money(sums.stripeCents)],
  ];
  return (
    <Stack gap="md">
      <Text c="dimmed" className="figures">
        {words('admin.reconcile.fromTo', { from: moment(from), until: moment(to) })}
      </Text>
      <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="sm">
        {figures.map(([label, value]) => (
          <Figure key={label} label={label} value={value} />
        ))}
      </SimpleGrid>
      {differences.length === 0 ? (
        <Empty title={words('admin.reconcile.none')}>{words('admin.reconcile.noneHow')}</Empty>
      ) : (
        differences.map((difference) => <DifferencePanel key={keyOf(difference)} difference={difference} />)
      )}
      {differenceCount > differences.length && (
        <Text>{words('admin.reconcile.firstOf', { shown: differences.length, of: differenceCount })}</Text>
      )}
    </Stack>
  );
}

const keyOf = ({ kind, paymentId, stripeId, jobId, detail }: Difference): string =>
  [kind, paymentId, stripeId, jobId, detail].join();

function DifferencePanel({ difference }: { difference: Difference }) {
  const { kind, jobId, stripeId, oursCents, stripeCents, detail } = difference;
  return (
    <section className="panel" aria-label={words(`admin.difference.${kind}`)}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h5" c="var(--aegis-needs-you)">
            {words(`admin.difference.${kind}`)}
          </Title>
          <Text size="sm">{detail}</Text>
          {stripeId !== null && (
            <Text size="sm" c="dimmed">
              {stripeId}
            </Text>
          )}
        </div>
        <Text size="sm" className="figures">
          {words('admin.reconcile.amounts', {
            ours: oursCents === null ? '–' : money(oursCents),
            provider: stripeCents === null ? '–' : money(stripeCents),
          })}
        </Text>
      </Group>
      {jobId !== null && (
        <Anchor component={Link} to={`/admin/jobs/${jobId}`} underline="always">
          {words('admin.reconcile.openJob')}
        </Anchor>
      )}
    </section>
  );
}
