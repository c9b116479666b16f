import { Gauge, type Registry } from 'prom-client';
import { FixIngest } from '../tracking/ingest/fix-ingest.js';
import { LiveHub } from '../tracking/live/live-hub.js';
import { LocationPartitions } from '../tracking/location-partitions.js';
import { Silence } from '../tracking/silence/silence.js';
import { Injectable } from '@nestjs/common';

/** What an operator watches of tracking. */
@Injectable()
export class TrackingMetrics {
  constructor(
    private readonly ingest: FixIngest,
    private readonly hub: LiveHub,
    private readonly silence: Silence,
    private readonly partitions: LocationPartitions,
  ) {}

  register(registry: Registry): void {
    const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read());
        },
      });
    };
    gauge('aegis_ingest_waiting_fixes', 'Fixes that wait for a statement', () => this.ingest.waiting);
    gauge('aegis_event_streams', 'Open event streams of this process', () => this.hub.size);
    gauge('aegis_silent_jobs', 'Jobs under way whose guard is not heard of', () => this.silence.count);
    gauge('aegis_location_retention_overdue', '1: no run of the retention has succeeded for two days', async () =>
      (await this.partitions.overdueSince()) ? 1 : 0,
    );
  }
}
