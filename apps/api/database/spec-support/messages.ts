import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows } from './schema-rows.js';

const message = (wrong: Row, right?: Row) => ({
  kind: 'check' as const,
  by: Object.keys(wrong).join(', '),
  breaks: (rows: SchemaRows) => rows.message(wrong),
  ...(right && { keeps: (rows: SchemaRows) => rows.message(right) }),
});

const delivery = (wrong: Row, right: Row) => ({
  kind: 'check' as const,
  by: JSON.stringify(wrong),
  breaks: (rows: SchemaRows) => rows.delivery(wrong),
  keeps: (rows: SchemaRows) => rows.delivery(right),
});

const settings = async (rows: SchemaRows, row: Row = {}): Promise<void> =>
  rows.insert('notification_settings', { user_id: await rows.user(), unsubscribe_token: randomUUID(), ...row });

const wish = (rows: SchemaRows, userId: string, channel = 'email'): Promise<void> =>
  rows.insert('notification_wishes', { user_id: userId, category: 'shift', channel, is_wanted: false });

const QUIET = { quiet_from_minute: 1320, quiet_until_minute: 420, time_zone: 'America/Los_Angeles' };
const SENT = { state: 'sent', sent_at: NOON };

export const MESSAGES: Attempt[] = [
  { rule: 'messages_pkey', kind: 'unique', breaks: async (rows) => rows.message({ id: await rows.message() }) },
  { rule: 'messages_user_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.message({ user_id: randomUUID() }) },
  {
    rule: 'messages_job_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.message({ job_id: randomUUID() }),
    keeps: async (rows) => rows.message({ job_id: await rows.job() }),
  },
  {
    rule: 'messages_once_a_person_and_cause',
    kind: 'unique',
    by: 'a cause that is told twice',
    breaks: async (rows) => {
      const told = { cause_id: randomUUID(), user_id: await rows.user() };
      await rows.message(told);
      await rows.message(told);
    },
    keeps: async (rows) => {
      const cause = { cause_id: randomUUID() };
      await rows.message(cause);
      await rows.message(cause);
    },
  },
  { rule: 'messages_facts_are_object', ...message({ facts: '[]' }) },
  { rule: 'messages_read_was_shown', ...message({ read_at: NOON }, { read_at: NOON, shown_at: NOON }) },
  {
    rule: 'message_deliveries_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.delivery({ id: await rows.delivery() }),
  },
  {
    rule: 'message_deliveries_message_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.delivery({ message_id: randomUUID() }),
  },
  {
    rule: 'message_deliveries_once_a_target',
    kind: 'unique',
    by: 'a message that is sent to a device twice',
    breaks: async (rows) => {
      const target = { message_id: await rows.message(), target_id: randomUUID() };
      await rows.delivery(target);
      await rows.delivery(target);
    },
    keeps: async (rows) => {
      const target = { message_id: await rows.message(), target_id: randomUUID() };
      await rows.delivery(target);
      await rows.delivery({ ...target, channel: 'email' });
    },
  },
  { rule: 'message_deliveries_attempts_not_negative', ...delivery({ attempts: -1 }, { attempts: 0 }) },
  { rule: 'message_deliveries_sent_has_time', ...delivery({ state: 'sent' }, SENT) },
  { rule: 'message_deliveries_sent_has_time', ...delivery({ sent_at: NOON }, SENT) },
  { rule: 'message_deliveries_queued_has_time', ...delivery({ state: 'queued' }, { state: 'queued', due_at: NOON }) },
  { rule: 'message_deliveries_queued_has_time', ...delivery({ due_at: NOON }, { state: 'queued', due_at: NOON }) },
  {
    rule: 'message_deliveries_failed_says_why',
    ...delivery({ state: 'failed' }, { state: 'failed', failure: 'gone' }),
  },
  {
    rule: 'message_deliveries_only_push_is_shown',
    ...delivery({ ...SENT, state: 'shown', channel: 'sms' }, { ...SENT, state: 'shown' }),
  },
  {
    rule: 'push_subscriptions_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.subscription({ id: await rows.subscription() }),
  },
  {
    rule: 'push_subscriptions_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.subscription({ user_id: randomUUID() }),
  },
  {
    rule: 'push_subscriptions_session_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.subscription({ session_id: randomUUID() }),
  },
  {
    rule: 'push_subscriptions_endpoint_unique',
    kind: 'unique',
    by: 'two people on one device',
    breaks: async (rows) => {
      await rows.subscription({ endpoint: 'https://push.example/1' });
      await rows.subscription({ endpoint: 'https://push.example/1' });
    },
  },
  {
    rule: 'push_subscriptions_endpoint_is_https',
    kind: 'check',
    by: 'an address that is read on the way',
    breaks: (rows) => rows.subscription({ endpoint: 'http://push.example/1' }),
  },
  {
    rule: 'push_subscriptions_endpoint_is_https',
    kind: 'check',
    by: 'an address that is too long',
    breaks: (rows) => rows.subscription({ endpoint: `https://push.example/${'1'.repeat(1004)}` }),
    keeps: (rows) => rows.subscription({ endpoint: `https://push.example/${'1'.repeat(1003)}` }),
  },
  {
    rule: 'notification_settings_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      const userId = await rows.user();
      await settings(rows, { user_id: userId });
      await settings(rows, { user_id: userId });
    },
  },
  {
    rule: 'notification_settings_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => settings(rows, { user_id: randomUUID() }),
  },
  {
    rule: 'notification_settings_token_unique',
    kind: 'unique',
    breaks: async (rows) => {
      await settings(rows, { unsubscribe_token: 'one' });
      await settings(rows, { unsubscribe_token: 'one' });
    },
  },
  {
    rule: 'notification_settings_quiet_hours_whole',
    kind: 'check',
    breaks: (rows) => settings(rows, { ...QUIET, time_zone: null }),
    keeps: (rows) => settings(rows, QUIET),
  },
  {
    rule: 'notification_settings_from_within_a_day',
    kind: 'check',
    breaks: (rows) => settings(rows, { ...QUIET, quiet_from_minute: -1 }),
    keeps: (rows) => settings(rows, { ...QUIET, quiet_from_minute: 0 }),
  },
  {
    rule: 'notification_settings_until_within_a_day',
    kind: 'check',
    breaks: (rows) => settings(rows, { ...QUIET, quiet_until_minute: 1440 }),
    keeps: (rows) => settings(rows, { ...QUIET, quiet_until_minute: 1439 }),
  },
  {
    rule: 'notification_wishes_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      const userId = await rows.user();
      await wish(rows, userId);
      await wish(rows, userId);
    },
    keeps: async (rows) => {
      const userId = await rows.user();
      await wish(rows, userId);
      await wish(rows, userId, 'sms');
    },
  },
  { rule: 'notification_wishes_user_id_fkey', kind: 'foreignKey', breaks: (rows) => wish(rows, randomUUID()) },
];
