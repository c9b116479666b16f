import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Text, Title, VisuallyHidden } from '@mantine/core';
import type { JobStatus } from '@aegis/contract';
import { type ReactNode, useMemo } from 'react';
import { JOB_STATES } from '../words/market';
import { money } from '../words/money';
import { locale } from '../words/speech';
import { zoneInWords } from '../words/time';
import { words } from '../words/words';
import { fillOf, Fills, JOB_LOOKS, Legend, type Look, MONEY_LOOKS, type MoneyKind } from './chart-looks';
import type { Overview } from './overview-query';

const HEIGHT_PX = 240;

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
  /** Its name in the page. */
  chart: string;
  title: string;
  about: string;
  looks: Record<string, Look>;
  legend: readonly (readonly [name: string, said: string])[];
  /** The same in words: days, and of each the figures that the bars stand for. */
  table: { names: readonly string[]; rows: readonly { day: string; figures: readonly string[] }[] };
  children: ReactNode;
}

/** What the bars stand for, and whose midnight they begin at. */
function Chart({ chart, title, about, looks, legend, table, children }: ChartProps) {
  return (
    <section className="panel" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {about}
      </Text>
      <div aria-hidden>
        <Fills chart={chart} looks={looks} />
        <Legend chart={chart} names={legend} />
        {children}
      </div>
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

export function JobsChart({ days, timeZone }: Pick<Overview, 'days' | 'timeZone'>) {
  const data = useMemo(() => labelled(days, ({ jobs }) => jobs), [days]);
  const states = Object.entries(JOB_STATES) as [JobStatus, (typeof JOB_STATES)[JobStatus]][];
  return (
    <Chart
      chart="jobs"
      looks={JOB_LOOKS}
      legend={states.map(([state, { words: said }]) => [state, said])}
      title={words('admin.charts.jobs')}
      about={words('admin.charts.jobsHow', { zone: zoneInWords(timeZone) })}
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
        barProps={({ name }) => ({ fill: fillOf('jobs', name) })}
        series={states.map(([name, state]) => ({ name, label: state.words, color: themeColor(JOB_LOOKS[name]) }))}
      />
    </Chart>
  );
}

/** What Mantine calls it, for what is said of a bar that is pointed at. */
const themeColor = ({ color }: Look): string => color.replace('-', '.');

const dollars = (cents: number): number => cents / 100;

const MONEY_KINDS = ['charged', 'paidOut', 'refunded'] as const satisfies readonly MoneyKind[];

export function MoneyChart({ days, timeZone }: Pick<Overview, 'days' | 'timeZone'>) {
  const kinds = MONEY_KINDS.map((kind) => [kind, words(`admin.charts.${kind}`)] as const);
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
      chart="money"
      looks={MONEY_LOOKS}
      legend={kinds}
      title={words('admin.charts.money')}
      about={words('admin.charts.moneyHow', { zone: zoneInWords(timeZone) })}
      table={{
        names: kinds.map(([, said]) => said),
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
        barProps={({ name }) => ({ fill: fillOf('money', name) })}
        valueFormatter={(amount) => money(Math.round(amount * 100))}
        series={kinds.map(([name, label]) => ({ name, label, color: themeColor(MONEY_LOOKS[name]) }))}
      />
    </Chart>
  );
}
