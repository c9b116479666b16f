import { Injectable } from '@nestjs/common';
import {
  type DeliveryChannel,
  deliveryChannel,
  type MessageCategory,
  type NotificationPreferences,
  type UserRole,
} from '@aegis/contract';
import { newToken } from '../../../platform/crypto/tokens.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { SmsGateway } from '../../../platform/sms/sms-gateway.js';
import { type QuietHours, type Wish, WishesRepository } from './wishes.repository.js';

const CATEGORIES: Readonly<Record<UserRole, readonly MessageCategory[]>> = {
  customer: ['shift', 'money', 'account'],
  guard: ['offers', 'shift', 'money', 'account'],
  admin: ['operations', 'account'],
};

/** Everything is wanted until somebody says otherwise. */
const ALL_WANTED: Readonly<Record<DeliveryChannel, boolean>> = { push: true, email: true, sms: true };

/** What a person wants to be told, by which ways, and when not. */
@Injectable()
export class Preferences {
  constructor(
    private readonly repository: WishesRepository,
    private readonly sms: SmsGateway,
    private readonly platform: Platform,
  ) {}

  async of({ userId, role }: Caller): Promise<NotificationPreferences & { smsOffered: boolean }> {
    const [wishes, quiet] = await Promise.all([this.repository.wishes(userId), this.repository.quietHours(userId)]);
    const categories = CATEGORIES[role].map((category) => [category, wantedOf(wishes, category)] as const);
    return { categories: Object.fromEntries(categories), quietHours: hoursOf(quiet), smsOffered: this.sms.isOffered };
  }

  /** What is left out stays. */
  async set(caller: Caller, wanted: Partial<NotificationPreferences>): Promise<NotificationPreferences> {
    const { userId } = caller;
    await this.platform.database.transaction(async () => {
      for (const [category, channels] of Object.entries(wanted.categories ?? {}))
        for (const channel of deliveryChannel.options)
          await this.repository.setWish(userId, {
            category: category as MessageCategory,
            channel,
            isWanted: channels[channel],
          });
      if (wanted.quietHours === undefined) return;
      const { fromMinute = null, untilMinute = null, timeZone = null } = wanted.quietHours ?? {};
      const quiet = { quietFromMinute: fromMinute, quietUntilMinute: untilMinute, timeZone };
      await this.repository.setQuietHours(userId, newToken(), quiet);
    });
    const { categories, quietHours } = await this.of(caller);
    return { categories, quietHours };
  }

  /** By the link of a mail. @throws 404 for a token that is nobody's. */
  async unsubscribe(token: string, category: MessageCategory): Promise<void> {
    const userId = await this.repository.ownerOfToken(token);
    if (userId === null) throw httpErrors.problem('not_found');
    await this.repository.setWish(userId, { category, channel: 'email', isWanted: false });
  }

  /** Part of the links of a person's mails. */
  unsubscribeToken(userId: string): Promise<string> {
    return this.repository.unsubscribeToken(userId, newToken());
  }
}

const wantedOf = (wishes: readonly Wish[], category: MessageCategory): Record<DeliveryChannel, boolean> => ({
  ...ALL_WANTED,
  ...Object.fromEntries(
    wishes.filter((wish) => wish.category === category).map(({ channel, isWanted }) => [channel, isWanted]),
  ),
});

function hoursOf(quiet: QuietHours | null): NotificationPreferences['quietHours'] {
  const { quietFromMinute = null, quietUntilMinute = null, timeZone = null } = quiet ?? {};
  if (quietFromMinute === null || quietUntilMinute === null || timeZone === null) return null;
  return { fromMinute: quietFromMinute, untilMinute: quietUntilMinute, timeZone };
}
