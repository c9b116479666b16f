import { Global, Module } from '@nestjs/common';
import { Deadlines } from './deadlines.js';
import { EventQueue } from './event-queue.js';

@Global()
@Module({ providers: [Deadlines, EventQueue], exports: [Deadlines, EventQueue] })
export class QueueModule {}
