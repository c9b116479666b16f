import cluster from 'node:cluster';
import { timingSafeEqual } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram } from 'prom-client';
import { sha256 } from '../../platform/crypto/tokens.js';
import { Figures } from '../../platform/figures/figures.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import { Platform } from '../../platform/platform.js';
import { mergedFigures } from '../../platform/processes/merged-figures.js';
import { Siblings } from '../../platform/processes/siblings.js';
import { Health } from './health.js';
import { MarketMetrics } from './market-metrics.js';
import { ReplicaMetrics } from './replica-metrics.js';
import { TrackingMetrics } from './tracking-metrics.js';

const FINE = 0;
const WARNS = 1;
const FAILS = 2;

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** What a proxy adds, known to us or not: behind it everybody seems to be on this machine. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

/** Prometheus metrics of this process and of the queue it shares; in a cluster those of every process, by its label. */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  readonly figures = new Figures();
  private readonly requests = new Histogram({
    name: 'aegis_http_request_duration_seconds',
    help: 'Time to answer, by route as the contract names it',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.figures.registry],
  });

  private readonly siblings = new Siblings(() => this.figures.page());
  private readonly series = new Map<string, Histogram.Internal<string>>();

  constructor(
    market: MarketMetrics,
    tracking: TrackingMetrics,
    replicas: ReplicaMetrics,
    health: Health,
    private readonly platform: Platform,
  ) {
    // Whoever of them is asked: figures that are another's each time would be nobody's.
    const { registry } = this.figures;
    if (cluster.isWorker) registry.setDefaultLabels({ process: String(process.pid) });
    collectDefaultMetrics({ register: registry });
    market.register(registry);
    tracking.register(registry);
    replicas.register(registry);
    this.registerHealth(health);
    new Gauge({
      name: 'aegis_queue_events',
      help: 'Events that wait or have failed for good, by queue',
      labelNames: ['queue', 'state'],
      registers: [registry],
      async collect() {
        this.reset();
        for (const { queue: name, waiting, failed } of await platform.queue.depth()) {
          this.set({ queue: name, state: 'waiting' }, waiting);
          this.set({ queue: name, state: 'failed' }, failed);
        }
      },
    });
  }

  /** Times every answer, and serves the figures at /metrics. */
  observe(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      // The pattern and not the address: ids in a label would make a series of every job.
      const route = request.routeOptions.url ?? 'unknown';
      this.seriesOf(request.method, route, reply.statusCode).observe(reply.elapsedTime / 1000);
      done();
    });
    fastify.get('/metrics', async (request, reply) => {
      if (!this.isOperator(request)) throw httpErrors.problem('unauthenticated');
      void reply.type(this.figures.registry.contentType);
      const [own, others] = await Promise.all([this.figures.page(), this.siblings.figuresOfOthers()]);
      return others.length === 0 ? own : mergedFigures([own, ...others]);
    });
  }

  onApplicationShutdown(): void {
    this.siblings.close();
  }

  /** What /health/ready says, so that an alarm can be made of it. */
  private registerHealth(health: Health): void {
    new Gauge({
      name: 'aegis_health',
      help: 'Checks of /health/ready: 0 fine, 1 serves with something missing, 2 does not serve',
      labelNames: ['check'],
      registers: [this.figures.registry],
      async collect() {
        for (const { name, ok, warning } of (await health.ready()).checks)
          this.set({ check: name }, ok ? (warning === undefined ? FINE : WARNS) : FAILS);
      },
    });
  }

  /** Kept, because the registry sorts and joins the labels anew at every look. There are as many as routes times answers. */
  private seriesOf(method: string, route: string, status: number): Histogram.Internal<string> {
    const key = `${method} ${route} ${status}`;
    const known = this.series.get(key);
    if (known) return known;
    const series = this.requests.labels({ method, route, status });
    this.series.set(key, series);
    return series;
  }

  /** Whoever shows the operator's token; where there is none, whoever is on this machine and no proxy for others. */
  private isOperator(request: FastifyRequest): boolean {
    const { metricsToken, isBehindProxy } = this.platform.config;
    if (metricsToken === undefined)
      return !isBehindProxy && LOOPBACK.has(request.ip) && FORWARDED.every((name) => !(name in request.headers));
    const given = sha256(request.headers.authorization ?? '');
    return timingSafeEqual(given, sha256(`Bearer ${metricsToken}`));
  }
}
