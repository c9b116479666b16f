import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Alarm, Position } from '@aegis/contract';
import { SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { found } from '../../../platform/http/found.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { deadlineKind } from '../../../platform/queue/deadline-kind.js';
import { type Actor, actorOf } from '../../../platform/timeline/timeline.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { TrackingService } from '../tracking.service.js';
import { trackingErrors } from '../tracking.errors.js';
import { type AlarmRow, AlarmsRepository } from './alarms.repository.js';

/** The seconds to take an alarm back are over. */
const ALARM_GOES_OUT = deadlineKind('alarm.goes_out');

export interface AlarmForm {
  clientId: string;
  pressedAt: Date;
  location?: Position | undefined;
  accuracyMeters?: number | undefined;
}

/**
 * Calls for help from a job under way (docs/decisions/0172). The server has an alarm from the first moment: a phone that is taken
 * away in the seconds in which it can be taken back does not keep it from going out.
 */
@Injectable()
export class Alarms implements OnModuleInit {
  constructor(
    private readonly alarms: AlarmsRepository,
    private readonly jobs: JobsService,
    private readonly tracking: TrackingService,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.deadlines.subscribe(ALARM_GOES_OUT, (id) => this.goOut(id));
  }

  /** What is not told yet is its own person's alone; a guard sees nothing of the time before they had the job. @throws 404 */
  async ofJob(caller: Caller, jobId: string): Promise<{ items: Alarm[] }> {
    const { guardId, matchedAt } = await this.jobs.getFor(caller, jobId);
    const since = caller.userId === guardId ? matchedAt : null;
    const rows = (await this.alarms.ofJob(jobId)).filter(
      (alarm) => alarm.raisedBy === caller.userId || (wasTold(alarm) && (!since || alarm.goesOutAt > since)),
    );
    return { items: rows.map((row) => answerOf(row, caller)) };
  }

  /**
   * While nobody has answered one of theirs on the job, it is that one however often the button is pressed: a phone in a
   * trembling hand rings nobody twice. @throws 404; 409 `not_under_way` before the acceptance and after the end
   */
  async raise(caller: Caller, jobId: string, form: AlarmForm): Promise<Alarm> {
    const job = await this.jobs.getFor(caller, jobId);
    const before = await this.alarms.sentBefore(caller.userId, form.clientId);
    if (before) return answerOf(before, caller);
    if (job.status !== 'matched' && job.status !== 'in_progress') throw trackingErrors.problem('not_under_way');
    const { clock, config, database, deadlines, ids } = this.platform;
    // Of a guard whose phone says nothing of itself: where it was last seen.
    const known = form.location ? null : await this.lastKnown(caller, jobId);
    const alarm = {
      ...{ id: ids.next(), jobId, raisedBy: caller.userId, clientId: form.clientId, pressedAt: form.pressedAt },
      goesOutAt: shift(clock.now(), config.rules.ALARM_CANCEL_SECONDS * SECOND_MS),
      location: form.location ?? known?.location ?? null,
      accuracyMeters: form.accuracyMeters ?? known?.accuracyMeters ?? null,
    };
    const raised = await database.transaction(async () => {
      await this.alarms.wait(caller.userId);
      const unanswered = await this.alarms.unanswered(jobId, caller.userId);
      if (unanswered) return this.again(unanswered, form);
      if (await this.alarms.raise(alarm)) await deadlines.set(ALARM_GOES_OUT, alarm.id, alarm.goesOutAt);
      return found(await this.alarms.sentBefore(caller.userId, form.clientId));
    });
    return answerOf(raised, caller);
  }

  /** By whoever raised it; of one that nobody was told of yet nothing is said. @throws 404; 409 `alarm_moved_on` */
  async withdraw(caller: Caller, id: string): Promise<Alarm> {
    const alarm = found(await this.alarms.byId(id));
    if (alarm.raisedBy !== caller.userId) throw httpErrors.problem('not_found');
    return this.move(caller, alarm, 'alarm.withdrawn', async (at) => {
      if (!(await this.alarms.withdraw(id, at))) throw trackingErrors.problem('alarm_moved_on');
    });
  }

  /** @throws 404; 409 `alarm_moved_on` */
  async acknowledge(caller: Caller, id: string): Promise<Alarm> {
    return this.move(caller, found(await this.alarms.byId(id)), 'alarm.acknowledged', async (at) => {
      if (!(await this.alarms.acknowledge(id, caller.userId, at))) throw trackingErrors.problem('alarm_moved_on');
    });
  }

  /** @throws 404; 409 `alarm_moved_on` */
  async resolve(caller: Caller, id: string, words: string): Promise<Alarm> {
    return this.move(caller, found(await this.alarms.byId(id)), 'alarm.resolved', async (at) => {
      if (!(await this.alarms.resolve(id, at, words))) throw trackingErrors.problem('alarm_moved_on');
    });
  }

  /** For the desk: of what was told and is not over, the longest waiting first. */
  async unresolved(limit: number): Promise<{ rows: { jobId: string; since: Date }[]; count: number }> {
    const rows = await this.alarms.unresolved(limit);
    return { rows: rows.map(({ jobId, goesOutAt }) => ({ jobId, since: goesOutAt })), count: rows[0]?.count ?? 0 };
  }

  /** What the later press knows of the place is newer. */
  private async again(unanswered: AlarmRow, { location, accuracyMeters, pressedAt }: AlarmForm): Promise<AlarmRow> {
    if (!location || pressedAt < unanswered.pressedAt) return unanswered;
    await this.alarms.move(unanswered.id, location, accuracyMeters ?? null);
    return found(await this.alarms.byId(unanswered.id));
  }

  private async goOut(id: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const alarm = await this.alarms.byId(id);
      if (!alarm || !(await this.alarms.goOut(id))) return;
      await this.record(alarm.jobId, 'alarm.raised', { id: alarm.raisedBy, role: alarm.role });
    });
  }

  private async move(
    caller: Caller,
    alarm: AlarmRow,
    type: 'alarm.withdrawn' | 'alarm.acknowledged' | 'alarm.resolved',
    change: (at: Date) => Promise<void>,
  ): Promise<Alarm> {
    await this.platform.database.transaction(async () => {
      const before = await this.alarms.lock(alarm.id);
      await change(this.platform.clock.now());
      if (before !== 'held') await this.record(alarm.jobId, type, actorOf(caller));
    });
    return answerOf(found(await this.alarms.byId(alarm.id)), caller);
  }

  private async record(
    jobId: string,
    type: 'alarm.raised' | 'alarm.withdrawn' | 'alarm.acknowledged' | 'alarm.resolved',
    actor: Actor,
  ): Promise<void> {
    await this.platform.timeline.record({ subject: { jobId }, type, actor, details: {} });
  }

  private async lastKnown(
    caller: Caller,
    jobId: string,
  ): Promise<{ location: Position; accuracyMeters: number } | null> {
    const fix = caller.role === 'guard' ? await this.tracking.currentLocation(caller, jobId) : null;
    return fix && { location: { lat: fix.lat, lng: fix.lng }, accuracyMeters: fix.accuracyMeters };
  }
}

/** Not while it can be taken back, nor when it was. */
const wasTold = ({ state, goesOutAt, endedAt }: AlarmRow): boolean =>
  state !== 'held' && (state !== 'withdrawn' || !endedAt || endedAt >= goesOutAt);

const answerOf = ({ role, raisedBy, ...row }: AlarmRow, { userId }: Caller): Alarm => ({
  ...row,
  raisedBy: role === 'guard' ? 'guard' : 'customer',
  isMine: raisedBy === userId,
});
