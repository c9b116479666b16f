import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { AuditLog } from './audit/audit-log.js';
import { Clock, Ids } from './clock/clock.js';
import { Config } from './config/config.js';
import { Database } from './database/database.js';
import { Platform } from './platform.js';
import { Deadlines } from './queue/deadlines.js';
import { EventQueue } from './queue/event-queue.js';
import { Schedule } from './schedule/schedule.js';
import { Timeline } from './timeline/timeline.js';

/** The platform for features, and each part of it for repositories and for the rest of the platform. */
@Module({})
export class PlatformModule {
  static with(platform: Platform): DynamicModule {
    const providers: Provider[] = [
      { provide: Platform, useValue: platform },
      { provide: Config, useValue: platform.config },
      { provide: Clock, useValue: platform.clock },
      { provide: Ids, useValue: platform.ids },
      { provide: Database, useValue: platform.database },
      { provide: EventQueue, useValue: platform.queue },
      { provide: Deadlines, useValue: platform.deadlines },
      { provide: Schedule, useValue: platform.schedule },
      { provide: Timeline, useValue: platform.timeline },
      { provide: AuditLog, useValue: platform.audit },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers };
  }
}
