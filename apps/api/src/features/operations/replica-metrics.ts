import { Injectable } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { ReplicaState } from '../../platform/database/replicas/replica.js';
import { Platform } from '../../platform/platform.js';

/** How well each replica follows, as this process sees it, and who answers what one may answer. */
@Injectable()
export class ReplicaMetrics {
  constructor(private readonly platform: Platform) {}

  register(registry: Registry): void {
    const { replicas } = this.platform;
    if (replicas.states.length === 0) return;
    const gauge = (name: string, help: string, read: (state: ReplicaState) => number): void => {
      new Gauge({
        ...{ name, help, labelNames: ['replica'], registers: [registry] },
        collect() {
          for (const state of replicas.states) this.set({ replica: state.name }, read(state));
        },
      });
    };
    const lag =
      'How long ago the primary had what the replica is still to get; without that, how long it took the last time';
    gauge('aegis_replica_lag_seconds', lag, ({ lagSeconds }) => lagSeconds);
    gauge('aegis_replica_serves', '1: reads go to it, 0: it is left out', ({ leftOut }) => (leftOut === null ? 1 : 0));
    new Counter({
      name: 'aegis_reads_elsewhere_total',
      help: 'Reads that a replica may answer, by who did; again: the primary, after a replica had failed',
      labelNames: ['by'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [by, count] of Object.entries(replicas.answered)) this.inc({ by }, count);
      },
    });
  }
}
