import { Injectable } from '@nestjs/common';
import type { DeliveryChannel, MessageCategory } from '@aegis/contract';
import { notificationSettings, notificationWishes, pushSubscriptions } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { bigint, integer } from '../../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';

export interface Wish {
  category: MessageCategory;
  channel: DeliveryChannel;
  isWanted: boolean;
}

const WISHES = statement({
  takes: [notificationWishes.userId],
  gives: pick(notificationWishes, 'category', 'channel', 'isWanted'),
  text: (row) => `SELECT ${row} FROM notification_wishes WHERE user_id = $1`,
});

const SET_WISH = statement({
  takes: [
    notificationWishes.userId,
    notificationWishes.category,
    notificationWishes.channel,
    notificationWishes.isWanted,
  ],
  text: `
    INSERT INTO notification_wishes (user_id, category, channel, is_wanted) VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id, category, channel) DO UPDATE SET is_wanted = EXCLUDED.is_wanted`,
});

const SETTINGS = statement({
  takes: [notificationSettings.userId],
  gives: pick(notificationSettings, 'quietFromMinute', 'quietUntilMinute', 'timeZone'),
  text: (row) => `SELECT ${row} FROM notification_settings WHERE user_id = $1`,
});
export type QuietHours = RowFrom<typeof SETTINGS>;

const SET_QUIET_HOURS = statement({
  takes: [
    notificationSettings.userId,
    notificationSettings.unsubscribeToken,
    notificationSettings.quietFromMinute,
    notificationSettings.quietUntilMinute,
    notificationSettings.timeZone,
  ],
  text: `
    INSERT INTO notification_settings (user_id, unsubscribe_token, quiet_from_minute, quiet_until_minute, time_zone)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (user_id) DO UPDATE SET quiet_from_minute = EXCLUDED.quiet_from_minute,
      quiet_until_minute = EXCLUDED.quiet_until_minute, time_zone = EXCLUDED.time_zone`,
});

/** The one that is there stays: links in older mails keep working. */
const TOKEN_OF = statement({
  name: 'unsubscribe_token_of',
  takes: [notificationSettings.userId, notificationSettings.unsubscribeToken],
  gives: pick(notificationSettings, 'unsubscribeToken'),
  text: (row) => `
    INSERT INTO notification_settings (user_id, unsubscribe_token) VALUES ($1, $2)
    ON CONFLICT (user_id) DO UPDATE SET unsubscribe_token = notification_settings.unsubscribe_token RETURNING ${row}`,
});

const OWNER_OF_TOKEN = statement({
  takes: [notificationSettings.unsubscribeToken],
  gives: pick(notificationSettings, 'userId'),
  text: (row) => `SELECT ${row} FROM notification_settings WHERE unsubscribe_token = $1`,
});

/** A browser that another person used before shows the messages of the one who is signed in now. */
const SUBSCRIBE = statement({
  takes: [
    pushSubscriptions.id,
    pushSubscriptions.userId,
    pushSubscriptions.endpoint,
    pushSubscriptions.p256dh,
    pushSubscriptions.auth,
    pushSubscriptions.device,
    pushSubscriptions.createdAt,
    pushSubscriptions.sessionId,
  ],
  gives: pick(pushSubscriptions, 'id'),
  text: (row) => `
    INSERT INTO push_subscriptions (id, user_id, endpoint, p256dh, auth, device, created_at, session_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (endpoint) DO UPDATE SET id = CASE WHEN push_subscriptions.user_id = EXCLUDED.user_id
        THEN push_subscriptions.id ELSE EXCLUDED.id END,
      user_id = EXCLUDED.user_id, p256dh = EXCLUDED.p256dh, auth = EXCLUDED.auth, device = EXCLUDED.device,
      created_at = EXCLUDED.created_at, session_id = EXCLUDED.session_id
    RETURNING ${row}`,
});

const KEEP_NEWEST = statement({
  takes: [pushSubscriptions.userId, integer],
  text: `
    DELETE FROM push_subscriptions WHERE user_id = $1 AND id NOT IN (
      SELECT id FROM push_subscriptions WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2)`,
});

const DEVICES = statement({
  takes: [pushSubscriptions.userId],
  gives: pick(pushSubscriptions, 'id', 'device', 'createdAt'),
  text: (row) => `SELECT ${row} FROM push_subscriptions WHERE user_id = $1 ORDER BY created_at DESC, id DESC`,
});

const COUNT = statement({
  takes: [pushSubscriptions.id, pushSubscriptions.userId],
  gives: { count: bigint('count(*)') },
  text: (row) => `SELECT ${row} FROM push_subscriptions WHERE id = $1 AND user_id = $2`,
});

const END = statement({
  takes: [pushSubscriptions.id, pushSubscriptions.userId],
  text: `DELETE FROM push_subscriptions WHERE id = $1 AND user_id = $2`,
});

const FORGET = statement({
  name: 'push_subscription_forget',
  takes: [pushSubscriptions.id],
  text: `DELETE FROM push_subscriptions WHERE id = $1`,
});

export interface NewSubscription {
  id: string;
  userId: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  device: string | null;
  createdAt: Date;
  /** In which the person is signed in there. */
  sessionId: string;
}

/** What people want to be told by which way, and the devices that show it. */
@Injectable()
export class WishesRepository {
  constructor(private readonly database: Database) {}

  async wishes(userId: string): Promise<Wish[]> {
    // What was written was of the contract; a category of another version is no one's.
    return (await this.database.rows(WISHES, [userId])) as Wish[];
  }

  async setWish(userId: string, { category, channel, isWanted }: Wish): Promise<void> {
    await this.database.run(SET_WISH, [userId, category, channel, isWanted]);
  }

  quietHours(userId: string): Promise<QuietHours | null> {
    return this.database.row(SETTINGS, [userId]);
  }

  async setQuietHours(userId: string, newToken: string, quiet: QuietHours): Promise<void> {
    const { quietFromMinute, quietUntilMinute, timeZone } = quiet;
    await this.database.run(SET_QUIET_HOURS, [userId, newToken, quietFromMinute, quietUntilMinute, timeZone]);
  }

  /** The person's own, which is `newToken` from now on when they have none. */
  async unsubscribeToken(userId: string, newToken: string): Promise<string> {
    return (await this.database.row(TOKEN_OF, [userId, newToken]))?.unsubscribeToken ?? newToken;
  }

  async ownerOfToken(token: string): Promise<string | null> {
    return (await this.database.row(OWNER_OF_TOKEN, [token]))?.userId ?? null;
  }

  /** The id under which the device is known; the oldest beyond `most` go. */
  async subscribe(device: NewSubscription, most: number): Promise<string> {
    const { id, userId, endpoint, p256dh, auth, createdAt, sessionId } = device;
    const values = [id, userId, endpoint, p256dh, auth, device.device, createdAt, sessionId] as const;
    const kept = await this.database.row(SUBSCRIBE, values);
    await this.database.run(KEEP_NEWEST, [userId, most]);
    return kept?.id ?? id;
  }

  devices(userId: string): Promise<{ id: string; device: string | null; createdAt: Date }[]> {
    return this.database.rows(DEVICES, [userId]);
  }

  async hasDevice(id: string, userId: string): Promise<boolean> {
    return (await this.database.row(COUNT, [id, userId]))?.count === 1;
  }

  async end(id: string, userId: string): Promise<boolean> {
    return (await this.database.run(END, [id, userId])) === 1;
  }

  /** The push service knows it no longer. */
  async forget(id: string): Promise<void> {
    await this.database.run(FORGET, [id]);
  }
}
