import { randomBytes, randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON } from './schema-rows.js';

/** What the parties of a job write, the links that they make for others, and their calls for help. */
export const JOB_MESSAGES: Attempt[] = [
  {
    rule: 'job_messages_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.jobMessage({ id: await rows.jobMessage() }),
  },
  { rule: 'job_messages_job_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.jobMessage({ job_id: randomUUID() }) },
  {
    rule: 'job_messages_guard_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.jobMessage({ guard_id: randomUUID() }),
  },
  {
    rule: 'job_messages_author_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.jobMessage({ author_id: randomUUID() }),
  },
  {
    rule: 'job_messages_once',
    kind: 'unique',
    by: 'a message that a phone sends twice',
    breaks: async (rows) => {
      const sent = { author_id: await rows.guard(), client_id: randomUUID() };
      await rows.jobMessage(sent);
      await rows.jobMessage(sent);
    },
    keeps: async (rows) => {
      const clientId = randomUUID();
      await rows.jobMessage({ client_id: clientId });
      await rows.jobMessage({ client_id: clientId });
    },
  },
  {
    rule: 'job_messages_words_have_length',
    kind: 'check',
    by: 'nothing',
    breaks: (rows) => rows.jobMessage({ words: '' }),
    keeps: (rows) => rows.jobMessage({ words: '.' }),
  },
  {
    rule: 'job_messages_words_have_length',
    kind: 'check',
    by: 'too much',
    breaks: (rows) => rows.jobMessage({ words: 'a'.repeat(1001) }),
    keeps: (rows) => rows.jobMessage({ words: 'a'.repeat(1000) }),
  },
  {
    rule: 'share_links_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.shareLink({ id: await rows.shareLink() }),
  },
  { rule: 'share_links_job_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.shareLink({ job_id: randomUUID() }) },
  {
    rule: 'share_links_guard_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.shareLink({ guard_id: randomUUID() }),
  },
  {
    rule: 'share_links_made_by_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.shareLink({ made_by: randomUUID() }),
  },
  {
    rule: 'share_links_token_unique',
    kind: 'unique',
    by: 'a token of two links',
    breaks: async (rows) => {
      const hash = { token_hash: randomBytes(32) };
      await rows.shareLink(hash);
      await rows.shareLink(hash);
    },
  },
  {
    rule: 'share_links_token_is_sha256',
    kind: 'check',
    by: 'a token as it is',
    breaks: (rows) => rows.shareLink({ token_hash: randomBytes(43) }),
    keeps: (rows) => rows.shareLink({ token_hash: randomBytes(32) }),
  },
  {
    rule: 'calendar_feeds_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      const whose = { user_id: await rows.guard() };
      await rows.calendarFeed(whose);
      await rows.calendarFeed(whose);
    },
  },
  {
    rule: 'calendar_feeds_token_unique',
    kind: 'unique',
    by: 'a token of two people',
    breaks: async (rows) => {
      const hash = { token_hash: randomBytes(32) };
      await rows.calendarFeed(hash);
      await rows.calendarFeed(hash);
    },
  },
  {
    rule: 'calendar_feeds_token_is_sha256',
    kind: 'check',
    by: 'a token as it is',
    breaks: (rows) => rows.calendarFeed({ token_hash: randomBytes(43) }),
    keeps: (rows) => rows.calendarFeed({ token_hash: randomBytes(32) }),
  },
  {
    rule: 'calendar_feeds_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.calendarFeed({ user_id: randomUUID() }),
  },
  { rule: 'alarms_pkey', kind: 'unique', breaks: async (rows) => rows.alarm({ id: await rows.alarm() }) },
  { rule: 'alarms_job_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.alarm({ job_id: randomUUID() }) },
  { rule: 'alarms_raised_by_fkey', kind: 'foreignKey', breaks: (rows) => rows.alarm({ raised_by: randomUUID() }) },
  {
    rule: 'alarms_acknowledged_by_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.alarm({ acknowledged_by: randomUUID() }),
    keeps: async (rows) => rows.alarm({ acknowledged_by: await rows.user({ role: 'admin' }) }),
  },
  {
    rule: 'alarms_once',
    kind: 'unique',
    by: 'an alarm that a phone sends twice',
    breaks: async (rows) => {
      const sent = { raised_by: await rows.guard(), client_id: randomUUID() };
      await rows.alarm(sent);
      await rows.alarm(sent);
    },
  },
  {
    rule: 'alarms_ended_has_time',
    kind: 'check',
    by: 'an end without a time',
    breaks: (rows) => rows.alarm({ state: 'withdrawn' }),
    keeps: (rows) => rows.alarm({ state: 'withdrawn', ended_at: NOON }),
  },
  {
    rule: 'alarms_resolved_has_words',
    kind: 'check',
    by: 'an end without words',
    breaks: (rows) => rows.alarm({ state: 'resolved', ended_at: NOON }),
    keeps: (rows) => rows.alarm({ state: 'resolved', ended_at: NOON, resolution: 'all well' }),
  },
  {
    rule: 'alarms_accuracy_not_negative',
    kind: 'check',
    by: 'less than nothing',
    breaks: (rows) => rows.alarm({ accuracy_meters: -1 }),
    keeps: (rows) => rows.alarm({ accuracy_meters: 0 }),
  },
];
