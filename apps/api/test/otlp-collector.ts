import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const attributes = z.array(z.object({ key: z.string(), value: z.unknown() }));
const resource = z.object({ attributes });

/** As OTLP sends them over HTTP. */
const sentSpans = z.object({
  resourceSpans: z.array(
    z.object({
      resource,
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string().length(32),
              spanId: z.string().length(16),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              attributes,
            }),
          ),
        }),
      ),
    }),
  ),
});

const moment = z.string().regex(/^\d{19}$/);
const point = z.object({ attributes, startTimeUnixNano: moment, timeUnixNano: moment });
const numbers = z.array(point.extend({ asDouble: z.number() }));
const AS_CUMULATIVE = 2;
const sentFigures = z.object({
  resourceMetrics: z.array(
    z.object({
      resource,
      scopeMetrics: z.array(
        z.object({
          metrics: z.array(
            z.object({
              name: z.string(),
              gauge: z.object({ dataPoints: numbers }).optional(),
              sum: z
                .object({
                  dataPoints: numbers,
                  isMonotonic: z.literal(true),
                  aggregationTemporality: z.literal(AS_CUMULATIVE),
                })
                .optional(),
              histogram: z
                .object({
                  dataPoints: z.array(
                    point.extend({
                      count: z.coerce.number(),
                      sum: z.number(),
                      bucketCounts: z.array(z.coerce.number()),
                      explicitBounds: z.array(z.number()),
                    }),
                  ),
                  aggregationTemporality: z.literal(AS_CUMULATIVE),
                })
                .optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

type SentSpan = z.output<typeof sentSpans>['resourceSpans'][number]['scopeSpans'][number]['spans'][number];
type SentFigure = z.output<typeof sentFigures>['resourceMetrics'][number]['scopeMetrics'][number]['metrics'][number];

/** A collector of the test's own. What it is sent in another form than OTLP's is refused, and so is not there. */
export class OtlpCollector {
  /** Each with the process that it comes from. */
  readonly spans: (SentSpan & { process: string })[] = [];
  /** Each time that figures came, all of them. */
  readonly figures: SentFigure[][] = [];
  /** What the last sender says of itself. */
  sender: ReadonlyMap<string, unknown> = new Map();

  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.take(request.url, JSON.parse(Buffer.concat(chunks).toString()));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }

  private take(path: string | undefined, body: unknown): void {
    if (path === '/v1/traces')
      for (const { resource: from, scopeSpans } of sentSpans.parse(body).resourceSpans) {
        const process = this.nameOf(from);
        this.spans.push(...scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, process }))));
      }
    else if (path === '/v1/metrics')
      for (const { resource: from, scopeMetrics } of sentFigures.parse(body).resourceMetrics) {
        this.nameOf(from);
        this.figures.push(scopeMetrics.flatMap(({ metrics }) => metrics));
      }
    else throw new Error(`nothing of OTLP is sent to ${path}`);
  }

  private nameOf(from: z.output<typeof resource>): string {
    this.sender = new Map(from.attributes.map(({ key, value }) => [key, value]));
    return JSON.stringify(this.sender.get('service.instance.id'));
  }
}
