import { Global, Module } from '@nestjs/common';
import { EventQueue } from './event-queue.js';

@Global()
@Module({ providers: [EventQueue], exports: [EventQueue] })
export class QueueModule {}
