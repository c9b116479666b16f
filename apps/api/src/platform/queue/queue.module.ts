import { Global, Module } from '@nestjs/common';
import { Deadlines } from './deadlines.js';
import { EventQueue } from './event-queue.js';
import { Lookout } from './lookout.js';
import { Outbox } from './outbox.js';

@Global()
@Module({ providers: [Deadlines, EventQueue, Lookout, Outbox], exports: [Deadlines, EventQueue] })
export class QueueModule {}
