import { contact, identity, none, secret } from './entries.js';
import type { Registry } from './registry.types.js';

const NINETY_DAYS = 'Ninety days; taken away by erasure.';

/** Tables about reaching people. The words of a message are made when it is read or sent, and kept nowhere. */
export const MESSAGES: Registry = {
  messages: {
    meaning: 'What you were told.',
    retention: NINETY_DAYS,
    owner: 'user_id = $1',
    rows: 'deleted',
    key: { column: 'id', type: 'uuid' },
    columns: {
      id: none('Key of the message.'),
      cause_id: none('Told of one thing together with others.', { export: 'hidden' }),
      user_id: identity('Who was told.'),
      kind: none('What was told.'),
      job_id: none('About which job.'),
      facts: none('Keys, moments and amounts that the words are made of.'),
      topic: none('What something newer takes the place of.'),
      created_at: none('When.'),
      expires_at: none('Until when it is true.'),
      replaced_at: none('When something newer took its place.'),
      shown_at: identity('When a page or a device of yours showed it.'),
      read_at: identity('When you read it.'),
    },
  },
  message_deliveries: {
    meaning: 'By which ways messages were sent to you.',
    retention: NINETY_DAYS,
    owner: 'message_id IN (SELECT id FROM messages WHERE user_id = $1)',
    rows: 'deleted',
    key: { column: 'id', type: 'uuid' },
    columns: {
      id: none('Key of the delivery.'),
      message_id: none('Which message.'),
      channel: none('Push, e-mail or SMS.'),
      target_id: none('Which of your devices.'),
      state: none('How far it came.'),
      attempts: none('How often it was tried.'),
      due_at: none('When it is sent.'),
      sent_at: none('When it was sent.'),
      failure: none('Why it was not.'),
      created_at: none('When.'),
      updated_at: none('Last change.'),
    },
  },
  push_subscriptions: {
    meaning: 'Devices that show your messages.',
    retention: 'Until you switch it off, the device forgets it, or your account is erased.',
    owner: 'user_id = $1',
    rows: 'deleted',
    key: { column: 'id', type: 'uuid' },
    columns: {
      id: none('Key of the device.'),
      user_id: identity('Whose device.'),
      endpoint: contact("Address of the device at its maker's push service."),
      p256dh: secret('Key that only the device can read by.'),
      auth: secret('Key that only the device can read by.'),
      device: identity('Shown in your list of devices.'),
      created_at: none('When it was switched on.'),
    },
  },
  notification_settings: {
    meaning: 'When you do not want to be disturbed.',
    retention: 'While the account is open; taken away by erasure.',
    owner: 'user_id = $1',
    rows: 'deleted',
    key: { column: 'user_id', type: 'uuid' },
    columns: {
      user_id: identity('Whose.'),
      unsubscribe_token: secret('Part of the links that end e-mails.'),
      quiet_from_minute: identity('Beginning of quiet hours.'),
      quiet_until_minute: identity('End of quiet hours.'),
      time_zone: identity('Zone of quiet hours.'),
    },
  },
  notification_wishes: {
    meaning: 'What you want to be told by which way, and what not.',
    retention: 'While the account is open; taken away by erasure.',
    owner: 'user_id = $1',
    rows: 'deleted',
    key: { column: 'user_id', type: 'uuid' },
    columns: {
      user_id: identity('Whose.'),
      category: identity('Kind of messages.'),
      channel: identity('By which way.'),
      is_wanted: identity('Wanted or not.'),
    },
  },
};
