import type { OtlpAccess } from '../config/otlp.js';
import { addressFor, resourceOf, SEND_LIMIT_MS } from '../tracing/collector.js';
import type { Figures } from './figures.js';

/**
 * Sends the figures of /metrics regularly to the collector of OTEL_EXPORTER_OTLP_ENDPOINT, and a last time at the end. The packages that
 * do it are loaded only here; what could not be sent is sent with the next, since totals go on.
 */
export async function sendFigures(otlp: OtlpAccess | undefined, figures: Figures): Promise<{ close(): Promise<void> }> {
  if (otlp === undefined || !otlp.figures) return { close: () => Promise.resolve() };
  const [sdk, exporting, http, form, { otlpFigure }] = await Promise.all([
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/otlp-exporter-base'),
    import('@opentelemetry/otlp-exporter-base/node-http'),
    import('@opentelemetry/otlp-transformer'),
    import('./otlp-figures.js'),
  ]);
  const resource = await resourceOf();
  const begun = performance.timeOrigin;
  const metrics = async (): Promise<ReturnType<typeof otlpFigure>[]> => {
    const span = { begun, read: performance.timeOrigin + performance.now() };
    return (await figures.read()).map((figure) => otlpFigure(figure, span));
  };
  // The ones of OpenTelemetry's own meters would be a second list of the same facts.
  const ours = {
    collect: async () => {
      const all = (await metrics()).filter((one) => one !== undefined);
      return { resourceMetrics: { resource, scopeMetrics: [{ scope: { name: 'aegis' }, metrics: all }] }, errors: [] };
    },
  };
  const timeoutMillis = Math.min(SEND_LIMIT_MS, otlp.intervalMs);
  const options = { url: addressFor(otlp, 'metrics'), timeoutMillis };
  const exporter = new exporting.OTLPExporterBase(
    http.createOtlpHttpExportDelegate(
      http.convertLegacyHttpOptions(options, 'METRICS', 'v1/metrics', { 'Content-Type': 'application/json' }),
      form.JsonMetricsSerializer,
      'otlp_http_metric_exporter',
      form.MetricsExporterMetricsHelper,
      undefined,
    ),
  );
  const reader = new sdk.PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: otlp.intervalMs,
    exportTimeoutMillis: timeoutMillis,
    metricProducers: [ours],
  });
  const provider = new sdk.MeterProvider({ resource, readers: [reader] });
  return { close: () => provider.shutdown({ timeoutMillis: SEND_LIMIT_MS }).catch(() => {}) };
}
