import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventQueue } from '../../platform/queue/event-queue.js';
import { HoldGrace } from './charges/cancel-unpaid.js';
import { ReleaseSpares } from './release-spares.js';
import { ReplaceHold } from './charges/replace-hold.js';

/** Events in the life of a hold that is not simply taken: it failed, ends soon, or another has taken its place. */
@Injectable()
export class HoldEvents implements OnModuleInit {
  constructor(
    private readonly queue: EventQueue,
    private readonly grace: HoldGrace,
    private readonly replacement: ReplaceHold,
    private readonly spares: ReleaseSpares,
  ) {}

  onModuleInit(): void {
    const on = (event: string, reaction: string, handler: (jobId: string) => Promise<void>): void =>
      this.queue.subscribe(event, `payments-${reaction}`, ({ jobId }) => handler(jobId));
    on('hold.failed', 'begin-grace', (jobId) => this.grace.begin(jobId));
    on('hold.mend_by', 'end-grace', (jobId) => this.grace.end(jobId));
    on('hold.ends', 'renew', (jobId) => this.replacement.renew(jobId));
    on('hold.spare', 'release', (jobId) => this.spares.releaseAll(jobId));
    on('extension.agreed', 'replace', (jobId) => this.spares.releaseAll(jobId));
  }
}
