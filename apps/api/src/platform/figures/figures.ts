import { type Metric, Registry } from 'prom-client';
import { SECOND_MS } from '../clock/duration.js';
import { within } from '../clock/patience.js';

/** Prometheus waits for ten seconds, and takes a process that has not answered by then for dead. */
const PATIENCE_MS = 5 * SECOND_MS;

/** What a figure is at the moment, with all its lines. */
export type FigureNow = Awaited<ReturnType<Metric['get']>>;

/**
 * All figures of this process, each described once: /metrics shows them and OTLP sends them. One that cannot be read, of a database
 * that does not answer or answers late, is left out: those that remain are what its operator looks at then.
 */
export class Figures {
  readonly registry = new Registry();

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /** In Prometheus's text format. */
  async page(): Promise<string> {
    const blocks = await this.ofEach((name) => this.registry.getSingleMetricAsString(name));
    return `${blocks.join('\n\n')}\n`;
  }

  read(): Promise<FigureNow[]> {
    return this.ofEach((name) => this.registry.getSingleMetric(name)?.get());
  }

  private async ofEach<T>(read: (name: string) => Promise<T> | undefined): Promise<T[]> {
    const names = this.registry.getMetricsAsArray().map(({ name }) => name);
    const all = await Promise.allSettled(names.map(async (name) => this.inTime(name, read(name))));
    return all.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []));
  }

  private inTime<T>(name: string, figure: Promise<T> | undefined): Promise<T | undefined> {
    return within(this.patienceMs, Promise.resolve(figure), () => new Error(`${name} was not read in time`));
  }
}
