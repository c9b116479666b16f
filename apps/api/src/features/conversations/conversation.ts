import { Injectable } from '@nestjs/common';
import type { Answer, api, JobMessage, ReadingReason } from '@aegis/contract';
import { HOUR_MS, shift } from '../../platform/clock/duration.js';
import { found } from '../../platform/http/found.js';
import type { Caller } from '../../platform/http/http-request.js';
import { Platform } from '../../platform/platform.js';
import { actorOf } from '../../platform/timeline/timeline.js';
import { JobsService } from '../jobs/jobs.service.js';
import { conversationErrors } from './conversations.errors.js';
import { ConversationsRepository, type JobMessageRow, type Standing } from './conversations.repository.js';

/** More nobody writes about one job; what is older is not shown. */
const MOST_SHOWN = 500;

/** What the customer and the guard of a job write to each other, while it concerns them. */
@Injectable()
export class Conversation {
  constructor(
    private readonly messages: ConversationsRepository,
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  /** A guard who was replaced keeps what was written in their own time, and sees nothing of what comes after. @throws 404 */
  async ofJob({ userId }: Caller, jobId: string): Promise<Answer<typeof api.conversations.ofJob>> {
    const standing = found(await this.messages.standing(jobId, userId));
    const isCustomer = standing.customerId === userId;
    const rows = await this.messages.ofJob(jobId, isCustomer ? null : userId, MOST_SHOWN);
    const isParty = isCustomer || standing.guardId === userId;
    return {
      items: rows.map((row) => answerOf(row, standing, userId)),
      openUntil: isParty ? this.openUntil(standing) : null,
    };
  }

  /** Once for each key that the phone of the writer has chosen. @throws 404; 409 `conversation_closed`, `other_party_gone` */
  async write(caller: Caller, jobId: string, form: { clientId: string; words: string }): Promise<JobMessage> {
    const { userId } = caller;
    const standing = found(await this.messages.standing(jobId, userId));
    const before = await this.messages.sentBefore(userId, form.clientId, jobId);
    if (before) return answerOf(before, standing, userId);
    const { guardId, customerId } = standing;
    const isParty = userId === customerId || userId === guardId;
    if (!guardId || !isParty || !this.openUntil(standing)) throw conversationErrors.problem('conversation_closed');
    if (!standing.isOtherThere) throw conversationErrors.problem('other_party_gone');
    const { clock, database, ids, timeline } = this.platform;
    return database.transaction(async () => {
      const message = { id: ids.next(), jobId, guardId, authorId: userId, ...form, writtenAt: clock.now() };
      const written = await this.messages.write(message);
      if (written) {
        const actor = actorOf(caller);
        await timeline.record({ subject: { jobId }, type: 'conversation.written', actor, details: {} });
      }
      const row = written ?? (await this.messages.sentBefore(userId, form.clientId, jobId));
      if (!row) throw conversationErrors.problem('conversation_closed');
      return answerOf(row, standing, userId);
    });
  }

  /** Told to who wrote, once for each that was not read before. @throws 404 */
  async read(caller: Caller, jobId: string): Promise<void> {
    const { userId } = caller;
    found(await this.messages.standing(jobId, userId));
    const { clock, database, timeline } = this.platform;
    await database.transaction(async () => {
      if ((await this.messages.read(jobId, userId, clock.now())) === 0) return;
      const actor = actorOf(caller);
      await timeline.record({ subject: { jobId }, type: 'conversation.read', actor, details: {} });
    });
  }

  /** By an administrator; why is in the audit log before anything is given. @throws 404 */
  async onDesk(caller: Caller, jobId: string, reason: ReadingReason): Promise<{ items: JobMessage[] }> {
    const { customerId, guardId } = await this.jobs.get(jobId);
    await this.platform.audit.record({
      action: 'conversation.read',
      actor: actorOf(caller),
      subjectId: jobId,
      facts: { reason },
    });
    const rows = await this.messages.ofJob(jobId, null, MOST_SHOWN);
    return { items: rows.map((row) => answerOf(row, { customerId, guardId }, caller.userId)) };
  }

  /** From the acceptance on; the end of a shift that has not ended yet is the booked one. */
  private openUntil({ status, guardId, endTime, endedAt }: Standing): Date | null {
    if (guardId === null || status === 'requested') return null;
    const now = this.platform.clock.now();
    const until = shift(
      endedAt ?? (endTime > now ? endTime : now),
      this.platform.config.rules.CONVERSATION_HOURS * HOUR_MS,
    );
    return until > now ? until : null;
  }
}

const answerOf = (
  { guardId, authorId, ...row }: JobMessageRow,
  job: { customerId: string; guardId: string | null },
  readerId: string,
): JobMessage => ({
  ...row,
  from: authorId === job.customerId ? 'customer' : 'guard',
  isMine: authorId === readerId,
  isWithFormerGuard: guardId !== job.guardId,
});
