import { Injectable } from '@nestjs/common';
import type { PushSubscriptionForm } from '@aegis/contract';
import { Config } from '../../../platform/config/config.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { ToldOffers } from '../../matching/offers/told-offers.js';
import { PublicAddresses } from '../channels/public-addresses.js';
import { DeliveriesRepository } from '../delivery/deliveries.repository.js';
import { MessagesRepository } from '../messages/messages.repository.js';
import { notificationErrors } from '../notifications.errors.js';
import { WishesRepository } from './wishes.repository.js';

const DEVICE_NAME_LENGTH = 200;

/** Devices that show the messages of a person, and what they say of it. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly repository: WishesRepository,
    private readonly messages: MessagesRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly offers: ToldOffers,
    private readonly addresses: PublicAddresses,
    private readonly config: Config,
    private readonly platform: Platform,
  ) {}

  async list({ userId }: Caller): Promise<{ items: { id: string; device: string | null; createdAt: Date }[] }> {
    return { items: await this.repository.devices(userId) };
  }

  /** @throws 422 for an address that is not public: the server would be sent to it with every message. */
  async add(
    { userId, sessionId }: Caller,
    form: PushSubscriptionForm,
    userAgent: string | null,
  ): Promise<{ id: string }> {
    if (!this.config.vapid) throw notificationErrors.problem('push_not_offered');
    const { endpoint, keys } = form;
    if (!(await this.addresses.isPublic(new URL(endpoint)))) throw notificationErrors.problem('endpoint_not_public');
    const { clock, config, database, ids } = this.platform;
    const device = userAgent?.slice(0, DEVICE_NAME_LENGTH) ?? null;
    const subscription = { id: ids.next(), userId, endpoint, ...keys, device, createdAt: clock.now(), sessionId };
    const most = config.rules.PUSH_SUBSCRIPTIONS_MAX;
    return { id: await database.transaction(() => this.repository.subscribe(subscription, most)) };
  }

  /** @throws 404 for a device of somebody else. */
  async end({ userId }: Caller, id: string): Promise<void> {
    if (!(await this.repository.end(id, userId))) throw httpErrors.problem('not_found');
  }

  /**
   * One of the person's devices has displayed a message. It has reached them: an offer counts for them from now on.
   * @throws 404 for a message or a device of somebody else.
   */
  async shown({ userId }: Caller, messageId: string, subscriptionId: string): Promise<void> {
    const [message, isTheirs] = await Promise.all([
      this.messages.one(messageId, userId),
      this.repository.hasDevice(subscriptionId, userId),
    ]);
    if (!message || !isTheirs) throw httpErrors.problem('not_found');
    const now = this.platform.clock.now();
    await this.platform.database.transaction(async () => {
      await this.messages.markShown([messageId], userId, now);
      await this.deliveries.markShown(messageId, subscriptionId, now);
      const { offerId } = message.facts;
      if (message.kind === 'offer' && typeof offerId === 'string') await this.offers.seen(offerId);
    });
  }
}
