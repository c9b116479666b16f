import { hostname } from 'node:os';
import type { Resource } from '@opentelemetry/resources';
import { SECOND_MS } from '../clock/duration.js';
import type { OtlpAccess } from '../config/otlp.js';

/** A collector that is away must not hold up an end. */
export const SEND_LIMIT_MS = 5 * SECOND_MS;

export const addressFor = ({ endpoint }: OtlpAccess, signal: 'traces' | 'metrics'): string =>
  `${endpoint.replace(/\/$/, '')}/v1/${signal}`;

/** Which process it is, and what OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say of it. */
export async function resourceOf(): Promise<Resource> {
  const { resourceFromAttributes, detectResources, envDetector } = await import('@opentelemetry/resources');
  const ours = { 'service.name': 'aegis', 'service.instance.id': `${hostname()}:${process.pid}` };
  return resourceFromAttributes(ours).merge(detectResources({ detectors: [envDetector] }));
}
