import { type HrTime, ValueType } from '@opentelemetry/api';
import { AggregationTemporality, type DataPoint, DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import { SECOND_MS } from '../clock/duration.js';
import type { FigureNow } from './figures.js';

type Line = FigureNow['values'][number] & { metricName?: string };
type HistogramPoint = Extract<MetricData, { dataPointType: DataPointType.HISTOGRAM }>['dataPoints'][number];

/** From when totals count, and when they were read; in milliseconds since 1970. */
export interface Span {
  begun: number;
  read: number;
}

/** A figure in OpenTelemetry's form, under the same name and labels. Undefined for a summary, which that form has not. */
export function otlpFigure(figure: FigureNow, span: Span): MetricData | undefined {
  const common = {
    // No unit: collectors add it to names, and ours have theirs.
    descriptor: { name: figure.name, description: figure.help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  // Declared as an enumeration, and a word in fact.
  const type = String(figure.type);
  if (type === 'histogram')
    return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints: histogramPoints(figure, span) };
  // What has not been measured yet is NaN, for which JSON has no word: a collector would refuse all that came with it.
  const known = figure.values.filter(({ value }) => Number.isFinite(value));
  const dataPoints = known.map((line) => pointOf(line.labels, line.value, span));
  if (type === 'counter') return { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints };
  return type === 'gauge' ? { ...common, dataPointType: DataPointType.GAUGE, dataPoints } : undefined;
}

/** Prometheus counts in each bucket what lies in the lower ones too, OpenTelemetry what lies in it alone. */
function histogramPoints(figure: FigureNow, span: Span): HistogramPoint[] {
  const series = new Map<string, { labels: Line['labels']; upTo: [number, number][]; sum: number; count: number }>();
  for (const { labels: all, value, metricName } of figure.values as Line[]) {
    const { le, ...labels } = all;
    const key = JSON.stringify(labels);
    const one = series.get(key) ?? { labels, upTo: [], sum: 0, count: 0 };
    series.set(key, one);
    if (metricName === `${figure.name}_sum`) one.sum = value;
    else if (metricName === `${figure.name}_count`) one.count = value;
    else if (le !== '+Inf') one.upTo.push([Number(le), value]);
  }
  return [...series.values()].map(({ labels, upTo, sum, count }) => {
    const totals = [...upTo.map(([, total]) => total), count];
    const counts = totals.map((total, index) => total - (totals[index - 1] ?? 0));
    return pointOf(labels, { buckets: { boundaries: upTo.map(([bound]) => bound), counts }, sum, count }, span);
  });
}

const pointOf = <T>(labels: Line['labels'], value: T, { begun, read }: Span): DataPoint<T> => ({
  startTime: momentOf(begun),
  endTime: momentOf(read),
  attributes: labels,
  value,
});

/** As OpenTelemetry writes it: seconds, and nanoseconds beside them. */
function momentOf(ms: number): HrTime {
  const seconds = Math.floor(ms / SECOND_MS);
  return [seconds, Math.round((ms - seconds * SECOND_MS) * 1_000_000)];
}
