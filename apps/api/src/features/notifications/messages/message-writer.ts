import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { TimelineKind } from '@aegis/contract';
import type { ToldRow } from '../../../platform/aftermath/aftermath.js';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { Channels } from '../channels/channels.js';
import { type By, type Line } from '../matrix/line.js';
import { LINES, type MessageKind } from '../matrix/matrix.js';
import { notificationEvents, UNSEEN } from '../notifications.events.js';
import { MessagesRepository, type NewMessage } from './messages.repository.js';
import { topicOf } from './topics.js';

const CAUSES: ReadonlySet<TimelineKind> = new Set(LINES.map(([, { cause }]) => cause));

interface Written {
  line: Line;
  message: NewMessage;
}

/**
 * Writes messages in the transaction of what they tell of, with the event that sends them: both are kept or lost with it. The
 * features below record what happens and know nothing of this (docs/decisions/0140).
 */
@Injectable()
export class MessageWriter implements OnModuleInit {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly channels: Channels,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.timeline.onRecording(CAUSES, (rows) => this.write(rows));
  }

  private async write(rows: readonly ToldRow[]): Promise<void> {
    const { deadlines, queue, config } = this.platform;
    const written = rows.flatMap((row) => this.messagesOf(row));
    if (written.length === 0) return;
    await this.messages.write(written.map(({ message }) => message));
    // Where a server has none of the ways of a kind, the inbox is all there is.
    const causeIds = causesOf(written.filter(({ line }) => line.atOnce.some((way) => this.channels.offered.has(way))));
    if (causeIds.length > 0)
      await queue.publish(notificationEvents['messages.written'], { causeIds: causeIds.join(' ') });
    const lookAt = shift(this.platform.clock.now(), config.rules.UNSEEN_MINUTES * MINUTE_MS);
    for (const causeId of causesOf(written.filter(({ line }) => line.ifUnseen.length > 0)))
      await deadlines.set(UNSEEN, causeId, lookAt);
  }

  private messagesOf(row: ToldRow): Written[] {
    const causeId = this.platform.ids.next();
    return LINES.filter(([, { cause }]) => cause === row.type)
      .filter(([, { by }]) => !by || by.some((role: By) => role === row.actorRole))
      .map(([kind, line]) => ({ line, message: this.messageOf(row, { causeId, kind, line }) }));
  }

  private messageOf(row: ToldRow, told: { causeId: string; kind: MessageKind; line: Line }): NewMessage {
    const { causeId, kind, line } = told;
    const facts = line.factsOf(row);
    const until: unknown = line.until === undefined ? undefined : Reflect.get(row.details, line.until);
    const named: unknown = Reflect.get(row.details, 'guardId');
    const aboutJob: unknown = row.jobId ?? Reflect.get(row.details, 'jobId');
    return {
      id: this.platform.ids.next(),
      causeId,
      kind,
      to: line.to,
      userId: line.to === 'former_guard' && typeof named === 'string' ? named : row.userId,
      jobId: typeof aboutJob === 'string' ? aboutJob : null,
      actorId: row.actorId,
      facts,
      topic: topicOf(line.topic, facts, typeof aboutJob === 'string' ? aboutJob : null),
      createdAt: row.at,
      expiresAt: typeof until === 'string' ? new Date(until) : null,
    };
  }
}

const causesOf = (written: readonly Written[]): string[] => [...new Set(written.map(({ message }) => message.causeId))];
