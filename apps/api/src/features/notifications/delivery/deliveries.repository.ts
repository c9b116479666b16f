import { Injectable } from '@nestjs/common';
import type { DeliveryChannel } from '@aegis/contract';
import { messageDeliveries, messages, notificationSettings, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { aliased, leftJoined, pick } from '../../../platform/database/shapes.js';
import { bigint, boolean, instant, json, jsonText, texts, uuids } from '../../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import { REACHABLE } from '../messages/messages.repository.js';

const m = aliased(messages, 'm');
const u = aliased(users, 'u');
const s = leftJoined(notificationSettings, 's');

interface Subscription {
  id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** Whoever has signed out there, or ended the session from elsewhere, is told nothing more at that device. */
const IS_SIGNED_IN = `(p.session_id IS NULL OR EXISTS (
  SELECT FROM sessions l WHERE l.id = p.session_id AND l.revoked_at IS NULL AND l.expires_at > $2))`;

/** A message with everything about its person that sending it asks for. */
const ADDRESSED = {
  ...pick(m, 'id', 'userId', 'kind', 'jobId', 'facts', 'topic', 'expiresAt', 'shownAt'),
  ...pick(u, 'email', 'phone', 'role', 'language'),
  isEmailConfirmed: boolean('u.email_verified_at IS NOT NULL'),
  ...pick(s, 'quietFromMinute', 'quietUntilMinute', 'timeZone'),
  wishes: json<{ category: string; channel: DeliveryChannel }[]>()(`COALESCE((
    SELECT json_agg(json_build_object('category', w.category, 'channel', w.channel)) FROM notification_wishes w
    WHERE w.user_id = m.user_id AND NOT w.is_wanted), '[]')`),
  subscriptions: json<Subscription[]>()(`COALESCE((
    SELECT json_agg(json_build_object('id', p.id, 'endpoint', p.endpoint, 'p256dh', p.p256dh, 'auth', p.auth))
    FROM push_subscriptions p WHERE p.user_id = m.user_id AND ${IS_SIGNED_IN}), '[]')`),
  unread: bigint(`COALESCE((SELECT count(*) FROM messages n WHERE n.user_id = m.user_id AND n.read_at IS NULL
    AND n.replaced_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > $2)), 0)`),
};
export type Addressed = RowFrom<typeof OF_CAUSES>;

/** Of people who may still be told, and only what is still true. */
const addressed = (row: string, which: string): string => `
  SELECT ${row} FROM messages m JOIN users u ON u.id = m.user_id LEFT JOIN notification_settings s ON s.user_id = m.user_id
  WHERE ${which} AND ${REACHABLE} AND m.replaced_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > $2)`;

const OF_CAUSES = statement({
  name: 'messages_addressed',
  takes: [uuids, instant],
  gives: ADDRESSED,
  text: (row) => addressed(row, 'm.cause_id = ANY ($1)'),
});

const OF_DELIVERY = statement({
  name: 'message_of_delivery',
  takes: [messageDeliveries.id, instant],
  gives: ADDRESSED,
  text: (row) => addressed(row, 'm.id = (SELECT message_id FROM message_deliveries WHERE id = $1)'),
});

const UNSEEN_OF = statement({
  takes: [texts, instant, instant],
  gives: ADDRESSED,
  text: (row) => `
    ${addressed(row, 'm.kind = ANY ($1) AND m.created_at >= $3')} AND m.shown_at IS NULL AND u.role = 'admin'
      AND NOT EXISTS (SELECT FROM message_deliveries d WHERE d.message_id = m.id AND d.channel = 'email')
    ORDER BY m.created_at`,
});

const DELIVERY = pick(messageDeliveries, 'id', 'messageId', 'channel', 'targetId', 'attempts');
export type Claimed = RowFrom<typeof BEGIN>;

/** What is there already was sent before, or is being sent: its row is not given. */
const BEGIN = statement({
  name: 'deliveries_begin',
  takes: [jsonText],
  gives: DELIVERY,
  text: (row) => `
    INSERT INTO message_deliveries (id, message_id, channel, target_id, state, attempts, due_at, created_at)
    SELECT id, "messageId", channel, "targetId", CASE WHEN "dueAt" IS NULL THEN 'sending' ELSE 'queued' END::delivery_state,
      CASE WHEN "dueAt" IS NULL THEN 1 ELSE 0 END, "dueAt", "createdAt"
    FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, "messageId" uuid, channel delivery_channel, "targetId" uuid,
      "dueAt" timestamptz, "createdAt" timestamptz)
    ON CONFLICT (message_id, channel, target_id) DO NOTHING RETURNING ${row}`,
});

const CLAIM = statement({
  name: 'delivery_claim',
  takes: [messageDeliveries.id, instant],
  gives: DELIVERY,
  text: (row) => `
    UPDATE message_deliveries SET state = 'sending', due_at = NULL, failure = NULL, attempts = attempts + 1
    WHERE id = $1 AND state = 'queued' AND due_at <= $2 RETURNING ${row}`,
});

/** What a process that died had in hand, by channels whose repetition is harmless: once more. */
const REPEAT = statement({
  name: 'deliveries_repeat',
  takes: [uuids, texts],
  gives: DELIVERY,
  text: (row) => `
    UPDATE message_deliveries SET attempts = attempts + 1
    WHERE message_id = ANY ($1) AND state = 'sending' AND channel::text = ANY ($2) RETURNING ${row}`,
});

/** By the others: whether it was taken over nobody knows, and a person is not told twice. */
const GIVE_UP = statement({
  name: 'deliveries_give_up',
  takes: [uuids, texts],
  text: `
    UPDATE message_deliveries SET state = 'failed', failure = 'interrupted'
    WHERE message_id = ANY ($1) AND state = 'sending' AND NOT channel::text = ANY ($2)`,
});

/** Of one that was given up meanwhile too: who sent it knows better. */
const OPEN = `(state = 'sending' OR state = 'failed' AND failure = 'interrupted')`;

const SENT = statement({
  name: 'delivery_sent',
  takes: [messageDeliveries.id, instant],
  text: `UPDATE message_deliveries SET state = 'sent', sent_at = $2, failure = NULL WHERE id = $1 AND ${OPEN}`,
});

const FAILED = statement({
  name: 'delivery_failed',
  takes: [messageDeliveries.id, messageDeliveries.failure],
  text: `UPDATE message_deliveries SET state = 'failed', failure = $2 WHERE id = $1 AND ${OPEN}`,
});

const LATER = statement({
  name: 'delivery_later',
  takes: [messageDeliveries.id, messageDeliveries.failure, messageDeliveries.dueAt],
  text: `UPDATE message_deliveries SET state = 'queued', failure = $2, due_at = $3 WHERE id = $1 AND ${OPEN}`,
});

/** The device can be quicker than the answer of its push service. */
const MARK_SHOWN = statement({
  name: 'delivery_mark_shown',
  takes: [messageDeliveries.messageId, messageDeliveries.targetId, instant],
  text: `
    UPDATE message_deliveries SET state = 'shown', sent_at = COALESCE(sent_at, $3), due_at = NULL
    WHERE message_id = $1 AND channel = 'push' AND target_id = $2 AND state <> 'shown'`,
});

export interface NewDelivery {
  id: string;
  messageId: string;
  channel: DeliveryChannel;
  targetId: string;
  dueAt: Date | null;
  createdAt: Date;
}

/** Messages on their way, one row for each target. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly database: Database) {}

  ofCauses(causeIds: readonly string[], now: Date): Promise<Addressed[]> {
    return this.database.rows(OF_CAUSES, [causeIds, now]);
  }

  /** Of these kinds, to administrators, since a moment: what was neither seen nor mailed. */
  unseenOf(kinds: readonly string[], since: Date, now: Date): Promise<Addressed[]> {
    return this.database.rows(UNSEEN_OF, [kinds, now, since]);
  }

  /** Null when its message is no longer true, or its person may be told nothing more. */
  ofDelivery(deliveryId: string, now: Date): Promise<Addressed | null> {
    return this.database.row(OF_DELIVERY, [deliveryId, now]);
  }

  /** Those that were not there yet. */
  begin(planned: readonly NewDelivery[]): Promise<Claimed[]> {
    return this.database.rows(BEGIN, [JSON.stringify(planned)]);
  }

  /** queued -> sending; null when it is not due, or no longer queued. */
  claim(id: string, now: Date): Promise<Claimed | null> {
    return this.database.row(CLAIM, [id, now]);
  }

  /** Of messages whose sending was broken off: which are to be sent again. */
  async takeUp(messageIds: readonly string[], repeatable: readonly DeliveryChannel[]): Promise<Claimed[]> {
    await this.database.run(GIVE_UP, [messageIds, repeatable]);
    return this.database.rows(REPEAT, [messageIds, repeatable]);
  }

  async sent(id: string, at: Date): Promise<void> {
    await this.database.run(SENT, [id, at]);
  }

  async failed(id: string, failure: string): Promise<void> {
    await this.database.run(FAILED, [id, failure]);
  }

  /** sending -> queued; false when it is not being sent any more. */
  async later(id: string, failure: string, dueAt: Date): Promise<boolean> {
    return (await this.database.run(LATER, [id, failure, dueAt])) === 1;
  }

  async markShown(messageId: string, subscriptionId: string, at: Date): Promise<void> {
    await this.database.run(MARK_SHOWN, [messageId, subscriptionId, at]);
  }
}
