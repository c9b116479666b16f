import type { OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Aftermath } from './aftermath/aftermath.js';
import { AuditLog } from './audit/audit-log.js';
import { type Clock, Ids } from './clock/clock.js';
import type { Config } from './config/config.js';
import { worksBehind } from './config/role.js';
import { Database } from './database/database.js';
import { Replicas } from './database/replicas/replicas.js';
import { Deadlines } from './queue/deadlines.js';
import { EventQueue } from './queue/event-queue.js';
import { Lookout } from './queue/lookout.js';
import { Outbox } from './queue/outbox.js';
import { Schedule } from './schedule/schedule.js';
import { Timeline } from './timeline/timeline.js';

/**
 * What nearly every use case stands on, given to it as one: listed one by one these parts were a third of all constructor
 * parameters, and the reason for classes that did nothing but carry some of them (docs/decisions/0086). Fixed fields of known
 * types, nothing to be looked up, and nothing that runs before it is started.
 */
export class Platform implements OnApplicationShutdown {
  readonly ids = new Ids();
  readonly database: Database;
  readonly replicas: Replicas;
  private readonly lookout: Lookout;
  readonly queue: EventQueue;
  readonly deadlines: Deadlines;
  readonly schedule: Schedule;
  readonly timeline: Timeline;
  readonly audit: AuditLog;

  /** @param dataSource initialised, migrated and in the end closed by whoever makes the platform. */
  constructor(
    readonly config: Config,
    dataSource: DataSource,
    readonly clock: Clock,
  ) {
    this.replicas = new Replicas(config.replicas, config, dataSource);
    this.database = new Database(dataSource, config.replicas.urls.length > 0 ? this.replicas : undefined);
    const aftermath = new Aftermath(this.database);
    const outbox = new Outbox(this.database);
    this.lookout = new Lookout(this.database, outbox, clock, this.ids);
    this.queue = new EventQueue(this.database, aftermath, outbox, this.lookout, clock, this.ids);
    this.deadlines = new Deadlines(this.database, aftermath, this.lookout, clock, this.ids);
    this.schedule = new Schedule(this.database, clock, worksBehind(config.role));
    this.timeline = new Timeline(this.database, aftermath, clock);
    this.audit = new AuditLog(this.database, clock);
  }

  /** Lets end what is under way. What wakes it goes last: handlers that end say so through it. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.queue.close(), this.deadlines.stop(), this.schedule.close()]);
    await this.lookout.close();
    await this.replicas.close();
  }
}
