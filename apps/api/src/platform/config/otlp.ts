import { z } from 'zod';

/** Named as OpenTelemetry names them; its other variables are read by its packages. */
export const otlpSettings = {
  /** Where traces and figures are sent: a collector that understands OTLP over HTTP. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must start with https:// or http://' }).optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
  OTEL_METRICS_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce.number().int().min(1000).default(60_000),
};

export interface OtlpAccess {
  endpoint: string;
  traces: boolean;
  figures: boolean;
  /** Between two times that the figures are sent. */
  intervalMs: number;
}

/** Undefined: nothing is traced, and figures are sent to nobody. */
export function readOtlp(env: z.output<z.ZodObject<typeof otlpSettings>>): OtlpAccess | undefined {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  return {
    endpoint,
    traces: env.OTEL_TRACES_EXPORTER === 'otlp',
    figures: env.OTEL_METRICS_EXPORTER === 'otlp',
    intervalMs: env.OTEL_METRIC_EXPORT_INTERVAL,
  };
}
