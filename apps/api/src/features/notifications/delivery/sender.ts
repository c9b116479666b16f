import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { DeliveryChannel } from '@aegis/contract';
import { HOUR_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { isMessageKind, lineOf } from '../matrix/matrix.js';
import { MessageWords, type Said } from '../messages/message-words.js';
import { DELIVERY_DUE, notificationEvents } from '../notifications.events.js';
import type { Outcome } from '../channels/channel.js';
import { Channels } from '../channels/channels.js';
import { type Addressed, type Claimed, DeliveriesRepository, type NewDelivery } from './deliveries.repository.js';
import { planDeliveries } from './plan.js';

/** With doubling delay from ten seconds on: a good hour in all. */
const MOST_ATTEMPTS = 9;
const FIRST_DELAY_MS = 10 * SECOND_MS;
const LONGEST_DELAY_MS = HOUR_MS;

type Stage = 'atOnce' | 'ifUnseen';

const ofReader = ({ language }: Addressed) => language;

/**
 * Sends what is to go out, each message once to each target. A row is written before anything is sent, so that a process that dies
 * in between leaves a trace: what it had in hand is taken up by whoever is told of the event again (docs/decisions/0141).
 */
@Injectable()
export class Sender implements OnModuleInit {
  private readonly logger = new Logger('notifications');

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly words: MessageWords,
    private readonly channels: Channels,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const { queue, deadlines } = this.platform;
    queue.subscribe(notificationEvents['messages.written'], 'notifications-send', ({ causeIds }) =>
      this.send(causeIds.split(' '), 'atOnce'),
    );
    queue.subscribe(notificationEvents['messages.unseen'], 'notifications-escalate', ({ causeId }) =>
      this.send([causeId], 'ifUnseen'),
    );
    queue.subscribe(notificationEvents['delivery.due'], 'notifications-retry', ({ deliveryId }) =>
      this.retry(deliveryId),
    );
    deadlines.subscribe(DELIVERY_DUE, (deliveryId) =>
      queue.publish(notificationEvents['delivery.due'], { deliveryId }),
    );
  }

  private async send(causeIds: readonly string[], stage: Stage): Promise<void> {
    const addressed = await this.deliveries.ofCauses(causeIds, this.platform.clock.now());
    const wanted = stage === 'atOnce' ? addressed : addressed.filter(({ shownAt }) => shownAt === null);
    const planned = wanted.flatMap((message) => this.plan(message, stage));
    if (planned.length === 0) return;
    const [begun, said] = await Promise.all([this.begin(planned), this.words.of(wanted, ofReader)]);
    const broken = begun.length < planned.length ? await this.takeUp(planned) : [];
    await this.deliver(said, [...begun.filter(isNow(planned)), ...broken]);
  }

  private plan(message: Addressed, stage: Stage): NewDelivery[] {
    if (!isMessageKind(message.kind)) return [];
    const { clock, ids } = this.platform;
    const [line, now] = [lineOf(message.kind), clock.now()];
    const unwanted = message.wishes.filter(({ category }) => category === line.category).map(({ channel }) => channel);
    const occasion = { line, channels: line[stage], offered: this.channels.offered, expiresAt: message.expiresAt, now };
    return planDeliveries({ ...message, unwanted }, occasion).map((delivery) => ({
      id: ids.next(),
      messageId: message.id,
      ...delivery,
      createdAt: now,
    }));
  }

  private begin(planned: readonly NewDelivery[]): Promise<Claimed[]> {
    const putOff = planned.filter(({ dueAt }) => dueAt !== null);
    if (putOff.length === 0) return this.deliveries.begin(planned);
    const { database, deadlines } = this.platform;
    return database.transaction(async () => {
      for (const { id, dueAt } of putOff) if (dueAt) await deadlines.set(DELIVERY_DUE, id, dueAt);
      return this.deliveries.begin(planned);
    });
  }

  private takeUp(planned: readonly NewDelivery[]): Promise<Claimed[]> {
    return this.deliveries.takeUp([...new Set(planned.map(({ messageId }) => messageId))], this.channels.repeatable);
  }

  private async retry(deliveryId: string): Promise<void> {
    const now = this.platform.clock.now();
    const message = await this.deliveries.ofDelivery(deliveryId, now);
    const claimed = await this.deliveries.claim(deliveryId, now);
    const said = message ? await this.words.of([message], ofReader) : [];
    if (message && claimed) return this.deliver(said, [claimed]);
    if (claimed) return this.deliveries.failed(deliveryId, 'no_longer_true');
    // Told once more after a process that died in the middle of it.
    if (message) await this.deliver(said, await this.deliveries.takeUp([message.id], this.channels.repeatable));
  }

  private async deliver(messages: readonly Said<Addressed>[], claimed: readonly Claimed[]): Promise<void> {
    const said = new Map(messages.map((message) => [message.id, message]));
    await Promise.all(
      claimed.map(async (delivery) => {
        const message = said.get(delivery.messageId);
        if (message) await this.note(delivery, message, await this.trySending(delivery, message));
      }),
    );
  }

  /** A channel that fails in a way that it does not know has sent nothing that anybody could know of. */
  private async trySending({ channel, targetId }: Claimed, message: Said<Addressed>): Promise<Outcome> {
    const { category, isUrgent } = lineOf(message.kind);
    try {
      return await this.channels.of(channel).send({ message, category, isUrgent, targetId });
    } catch (error) {
      this.logger.error(`${channel} of ${message.id}: ${error instanceof Error ? error.stack : String(error)}`);
      return { is: 'refused', why: 'error' };
    }
  }

  private async note({ id, attempts }: Claimed, { expiresAt }: Addressed, outcome: Outcome): Promise<void> {
    const now = this.platform.clock.now();
    if (outcome.is === 'sent') return this.deliveries.sent(id, now);
    if (outcome.is === 'gone') return this.deliveries.failed(id, 'gone');
    if (outcome.is === 'refused' || attempts >= MOST_ATTEMPTS) return this.deliveries.failed(id, outcome.why);
    const delay = Math.min(outcome.afterMs ?? FIRST_DELAY_MS * 2 ** (attempts - 1), LONGEST_DELAY_MS);
    const dueAt = shift(now, delay);
    if (expiresAt && dueAt >= expiresAt) return this.deliveries.failed(id, outcome.why);
    const { database, deadlines } = this.platform;
    await database.transaction(async () => {
      if (await this.deliveries.later(id, outcome.why, dueAt)) await deadlines.set(DELIVERY_DUE, id, dueAt);
    });
  }
}

const isNow = (planned: readonly NewDelivery[]) => {
  const now = new Set(planned.filter(({ dueAt }) => dueAt === null).map(({ id }) => id));
  return ({ id }: { id: string; channel: DeliveryChannel }): boolean => now.has(id);
};
