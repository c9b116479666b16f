import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Text, Title } from '@mantine/core';
import type { JobStatus } from '@aegis/contract';
import { type ReactNode, useMemo } from 'react';
import { JOB_STATES } from '../words/market';
import { money } from '../words/money';
import type { Overview } from './overview-query';

const HEIGHT_PX = 240;

const COLOURS: Record<JobStatus, string> = {
  requested: 'yellow.6',
  matched: 'signal.4',
  in_progress: 'green.6',
  completed: 'signal.7',
  cancelled: 'gray.5',
};

const short = (day: string): string =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });

type Days = Overview['days'];

/** The last of the days goes on: its bar must not be read as a bad day. */
const labelled = <Line extends object>(days: Days, lineOf: (day: Days[number]) => Line): ({ day: string } & Line)[] =>
  days.map((day, index) => ({ day: index === days.length - 1 ? 'today' : short(day.day), ...lineOf(day) }));

/** What the bars stand for, and whose midnight they begin at. */
function Chart({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {about}
      </Text>
      {children}
    </section>
  );
}

const zoneWords = (timeZone: string): string => `days of ${timeZone.replaceAll('_', ' ')}`;

export function JobsChart({ days, timeZone }: Pick<Overview, 'days' | 'timeZone'>) {
  const data = useMemo(() => labelled(days, ({ jobs }) => jobs), [days]);
  return (
    <Chart title="Jobs by day" about={`By the day they were booked on, in their state now; ${zoneWords(timeZone)}`}>
      <BarChart
        h={HEIGHT_PX}
        data={data}
        dataKey="day"
        type="stacked"
        yAxisProps={{ allowDecimals: false }}
        withLegend
        series={Object.entries(JOB_STATES).map(([name, { words }]) => ({
          name,
          label: words,
          color: COLOURS[name as JobStatus],
        }))}
      />
    </Chart>
  );
}

const dollars = (cents: number): number => cents / 100;

export function MoneyChart({ days, timeZone }: Pick<Overview, 'days' | 'timeZone'>) {
  const data = useMemo(
    () =>
      labelled(days, ({ chargedCents, paidOutCents, refundedCents }) => ({
        charged: dollars(chargedCents),
        paidOut: dollars(paidOutCents),
        refunded: dollars(refundedCents),
      })),
    [days],
  );
  return (
    <Chart title="Money by day" about={`By the day it moved on; ${zoneWords(timeZone)}`}>
      <BarChart
        h={HEIGHT_PX}
        data={data}
        dataKey="day"
        withLegend
        valueFormatter={(amount) => money(Math.round(amount * 100))}
        series={[
          { name: 'charged', label: 'Charged', color: 'signal.6' },
          { name: 'paidOut', label: 'Paid to guards', color: 'green.6' },
          { name: 'refunded', label: 'Refunded', color: 'red.6' },
        ]}
      />
    </Chart>
  );
}
