import { Injectable } from '@nestjs/common';
import type { TimelineDetails } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { actorOf } from '../../../platform/timeline/timeline.js';

type Act = TimelineDetails<'job.on_behalf'>['act'];

/**
 * How an act of an administrator in place of the people of a job is kept: on the timeline with its reason, in the audit log with
 * ids alone (nothing in it can be blotted out), and with the act itself in one transaction. The audit log last, whose writers
 * wait for each other.
 */
@Injectable()
export class OnBehalf {
  constructor(private readonly platform: Platform) {}

  during<T>(act: () => Promise<T>): Promise<T> {
    return this.platform.database.transaction(act);
  }

  /** Of an act whose own line on the timeline has no reason. */
  tell(caller: Caller, jobId: string, act: Act, reason: string): Promise<void> {
    const actor = actorOf(caller);
    const told = { subject: { jobId }, type: 'job.on_behalf', actor, details: { act, reason } } as const;
    return this.platform.timeline.record(told);
  }

  audit(caller: Caller, action: string, subjectId: string, facts: Record<string, string>): Promise<void> {
    return this.platform.audit.record({ action, actor: actorOf(caller), subjectId, facts });
  }
}
