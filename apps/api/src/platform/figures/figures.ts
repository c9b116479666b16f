import { type Metric, Registry } from 'prom-client';

/** What a figure is at the moment, with all its lines. */
export type FigureNow = Awaited<ReturnType<Metric['get']>>;

/**
 * All figures of this process, each described once: /metrics shows them and OTLP sends them. One that cannot be read, of a database
 * that does not answer, is left out: those that remain are what its operator looks at then.
 */
export class Figures {
  readonly registry = new Registry();

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
    const all = await Promise.allSettled(names.map(async (name) => read(name)));
    return all.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []));
  }
}
