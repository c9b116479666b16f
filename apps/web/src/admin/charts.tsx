import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Title } from '@mantine/core';
import type { JobStatus } from '@aegis/contract';
import { useMemo } from 'react';
import { JOB_STATES } from '../words/market';
import { money } from '../words/money';
import { type JobPoint, jobsByDay, lastDays, type MoneyPoint, moneyByDay } from './history';

const DAYS = 14;
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

export function JobsChart({ jobs }: { jobs: JobPoint[] }) {
  const data = useMemo(
    () => jobsByDay(jobs, lastDays(DAYS, Date.now())).map((line) => ({ ...line, day: short(line.day) })),
    [jobs],
  );
  return (
    <section className="panel" aria-label="Jobs by day">
      <Title order={2} size="h4" mb="sm">
        Jobs by day
      </Title>
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
    </section>
  );
}

export function MoneyChart({ payments }: { payments: MoneyPoint[] }) {
  const data = useMemo(
    () => moneyByDay(payments, lastDays(DAYS, Date.now())).map((line) => ({ ...line, day: short(line.day) })),
    [payments],
  );
  return (
    <section className="panel" aria-label="Money by day">
      <Title order={2} size="h4" mb="sm">
        Money by day
      </Title>
      <BarChart
        h={HEIGHT_PX}
        data={data}
        dataKey="day"
        withLegend
        valueFormatter={(dollars) => money(Math.round(dollars * 100))}
        series={[
          { name: 'charged', label: 'Charged', color: 'signal.6' },
          { name: 'paidOut', label: 'Paid to guards', color: 'green.6' },
          { name: 'refunded', label: 'Refunded', color: 'red.6' },
        ]}
      />
    </section>
  );
}
