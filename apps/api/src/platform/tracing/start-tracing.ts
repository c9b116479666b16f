import { hostname } from 'node:os';
import type { Config } from '../config/config.js';
import { SECOND_MS } from '../clock/duration.js';
import { turnOnSpans } from './spans.js';

/** A collector that is away must not hold up an end. */
const SEND_LIMIT_MS = 5 * SECOND_MS;

/**
 * Sends spans to the collector of OTEL_EXPORTER_OTLP_ENDPOINT; other variables of OpenTelemetry (OTEL_SERVICE_NAME,
 * OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS, ...) are read by its packages, which are loaded only here.
 */
export async function startTracing({ otlpEndpoint }: Config): Promise<{ close(): Promise<void> }> {
  if (otlpEndpoint === undefined) return { close: () => Promise.resolve() };
  const [sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const url = `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: SEND_LIMIT_MS });
  const ours = { 'service.name': 'aegis', 'service.instance.id': `${hostname()}:${process.pid}` };
  const provider = new sdk.NodeTracerProvider({
    resource: resources
      .resourceFromAttributes(ours)
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter, { exportTimeoutMillis: SEND_LIMIT_MS })],
  });
  provider.register();
  turnOnSpans();
  // What could not be sent is lost, and no reason for an end to fail.
  return { close: () => provider.shutdown().catch(() => {}) };
}
