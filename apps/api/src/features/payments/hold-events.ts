import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventQueue } from '../../platform/queue/event-queue.js';
import type { AboutJob, EventKind } from '../../platform/queue/events.js';
import { HoldGrace } from './charges/cancel-unpaid.js';
import { ReleaseSpares } from './release-spares.js';
import { ReplaceHold } from './charges/replace-hold.js';
import { paymentEvents } from './payments.events.js';

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
    const on = (event: EventKind<AboutJob>, reaction: string, handler: (jobId: string) => Promise<void>): void =>
      this.queue.subscribe(event, `payments-${reaction}`, ({ jobId }) => handler(jobId));
    on(paymentEvents['hold.failed'], 'begin-grace', (jobId) => this.grace.begin(jobId));
    on(paymentEvents['hold.mend_by'], 'end-grace', (jobId) => this.grace.end(jobId));
    on(paymentEvents['hold.ends'], 'renew', (jobId) => this.replacement.renew(jobId));
    on(paymentEvents['hold.spare'], 'release', (jobId) => this.spares.releaseAll(jobId));
    on(paymentEvents['extension.agreed'], 'replace', (jobId) => this.spares.releaseAll(jobId));
  }
}
