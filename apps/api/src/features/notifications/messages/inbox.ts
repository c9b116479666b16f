import { Injectable } from '@nestjs/common';
import type { Answer, api, Input, Message, PageQuery, ToldMessage } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { pageOf, readCursor } from '../../../platform/http/paging.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { MessageWords, type Said } from './message-words.js';
import { type MessageRow, MessagesRepository } from './messages.repository.js';

/** Of one job on the desk. */
const MOST_SHOWN = 200;

/** What a person was told, and what an administrator sees of it. */
@Injectable()
export class Inbox {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly words: MessageWords,
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  /** Whoever is given a message here has been shown it. */
  async list({ userId, language }: Caller, query: PageQuery): Promise<Answer<typeof api.notifications.list>> {
    const now = this.platform.clock.now();
    const rows = await this.messages.page(userId, readCursor(query.cursor), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    const unseen = items.flatMap(({ id, shownAt }) => (shownAt ? [] : [id]));
    if (unseen.length > 0) await this.messages.markShown(unseen, userId, now);
    return { items: (await this.words.of(items, () => language)).map((said) => this.answer(said, now)), nextCursor };
  }

  async unread({ userId }: Caller): Promise<{ unread: number }> {
    return { unread: await this.messages.unread(userId, this.platform.clock.now()) };
  }

  async read(caller: Caller, which: Input<typeof api.notifications.read>['body']): Promise<{ unread: number }> {
    await this.messages.read(caller.userId, this.platform.clock.now(), which);
    return this.unread(caller);
  }

  /** For an administrator. @throws 404 */
  async ofJob(caller: Caller, jobId: string): Promise<{ items: ToldMessage[] }> {
    if (caller.role !== 'admin') throw httpErrors.problem('not_found');
    await this.jobs.getFor(caller, jobId);
    const traced = await this.words.of(await this.messages.ofJob(jobId, MOST_SHOWN), () => caller.language);
    return {
      items: traced.map(({ id, kind, title, createdAt, shownAt, readAt, deliveries, userId, name, role }) => ({
        ...{ id, kind, title, createdAt, shownAt, readAt },
        person: { id: userId, name, role },
        deliveries: deliveries.map((delivery) => ({ ...delivery, at: new Date(delivery.at) })),
      })),
    };
  }

  private answer(said: Said<MessageRow>, now: Date): Message {
    const { id, kind, title, body, link, jobId, createdAt, readAt, replacedAt, expiresAt } = said;
    const isCurrent = replacedAt === null && (expiresAt === null || expiresAt > now);
    return { id, kind, title, body, link, jobId, createdAt, readAt, isCurrent };
  }
}
