import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Text, Title, VisuallyHidden } from '@mantine/core';
import type { JobStatus } from '@aegis/contract';
import { type ReactNode, useMemo } from 'react';
import { JOB_STATES } from '../words/market';
import { money } from '../words/money';
import { locale } from '../words/speech';
import { words } from '../words/words';
import type { Overview } from './overview-query';

const HEIGHT_PX = 240;

/** Apart in lightness, and not in hue alone: for who does not see red and green, too. */
const COLOURS: Record<JobStatus, string> = {
  requested: 'yellow.4',
  matched: 'signal.4',
  in_progress: 'green.8',
  completed: 'signal.8',
  cancelled: 'gray.3',
};

const short = (day: string): string =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString(locale(), { month: 'short', day: 'numeric', timeZone: 'UTC' });

type Days = Overview['days'];

/** The last of the days goes on: its bar must not be read as a bad day. */
const labelled = <Line extends object>(days: Days, lineOf: (day: Days[number]) => Line): ({ day: string } & Line)[] =>
  days.map((day, index) => ({
    day: index === days.length - 1 ? words('terms.today') : short(day.day),
    ...lineOf(day),
  }));

interface ChartProps {
  title: string;
  about: string;
  /** The same in words: days, and of each the figures that the bars stand for. */
  table: { names: readonly string[]; rows: readonly { day: string; figures: readonly string[] }[] };
  children: ReactNode;
}

/** What the bars stand for, and whose midnight they begin at. */
function Chart({ title, about, table, children }: ChartProps) {
  return (
    <section className="panel" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {about}
      </Text>
      <div aria-hidden>{children}</div>
      <VisuallyHidden>
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              {[words('admin.charts.day'), ...table.names].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ day, figures }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                {figures.map((figure, index) => (
                  <td key={table.names[index]}>{figure}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </section>
  );
}

const zoneWords = (timeZone: string): string => timeZone.replaceAll('_', ' ');

export function JobsChart({ days, timeZone }: Pick<Overview, 'days' | 'timeZone'>) {
  const data = useMemo(() => labelled(days, ({ jobs }) => jobs), [days]);
  const states = Object.entries(JOB_STATES) as [JobStatus, (typeof JOB_STATES)[JobStatus]][];
  return (
    <Chart
      title={words('admin.charts.jobs')}
      about={words('admin.charts.jobsHow', { zone: zoneWords(timeZone) })}
      table={{
        names: states.map(([, { words: name }]) => name),
        rows: data.map((line) => ({ day: line.day, figures: states.map(([state]) => String(line[state])) })),
      }}
    >
      <BarChart
        h={HEIGHT_PX}
        data={data}
        dataKey="day"
        barChartProps={{ accessibilityLayer: false }}
        type="stacked"
        yAxisProps={{ allowDecimals: false }}
        withLegend
        series={states.map(([name, state]) => ({ name, label: state.words, color: COLOURS[name] }))}
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
    <Chart
      title={words('admin.charts.money')}
      about={words('admin.charts.moneyHow', { zone: zoneWords(timeZone) })}
      table={{
        names: [words('admin.charts.charged'), words('admin.charts.paidOut'), words('admin.charts.refunded')],
        rows: data.map(({ day, charged, paidOut, refunded }) => ({
          day,
          figures: [charged, paidOut, refunded].map((amount) => money(Math.round(amount * 100))),
        })),
      }}
    >
      <BarChart
        h={HEIGHT_PX}
        data={data}
        dataKey="day"
        barChartProps={{ accessibilityLayer: false }}
        withLegend
        valueFormatter={(amount) => money(Math.round(amount * 100))}
        series={[
          { name: 'charged', label: words('admin.charts.charged'), color: 'signal.6' },
          { name: 'paidOut', label: words('admin.charts.paidOut'), color: 'green.3' },
          { name: 'refunded', label: words('admin.charts.refunded'), color: 'red.9' },
        ]}
      />
    </Chart>
  );
}
