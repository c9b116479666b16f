import type { OtlpAccess } from '../config/otlp.js';
import { addressFor, resourceOf, SEND_LIMIT_MS } from './collector.js';
import { turnOnSpans } from './spans.js';

/**
 * Sends spans to the collector of OTEL_EXPORTER_OTLP_ENDPOINT; other variables of OpenTelemetry (OTEL_SERVICE_NAME,
 * OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS, ...) are read by its packages, which are loaded only here.
 */
export async function startTracing(otlp: OtlpAccess | undefined): Promise<{ close(): Promise<void> }> {
  if (otlp === undefined || !otlp.traces) return { close: () => Promise.resolve() };
  const [sdk, { OTLPTraceExporter }, resource] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    resourceOf(),
  ]);
  const exporter = new OTLPTraceExporter({ url: addressFor(otlp, 'traces'), timeoutMillis: SEND_LIMIT_MS });
  const provider = new sdk.NodeTracerProvider({
    resource,
    spanProcessors: [new sdk.BatchSpanProcessor(exporter, { exportTimeoutMillis: SEND_LIMIT_MS })],
  });
  provider.register();
  turnOnSpans();
  // What could not be sent is lost, and no reason for an end to fail.
  return { close: () => provider.shutdown().catch(() => {}) };
}
