import { z } from 'zod';
import { endpoint, page, pageQuery, userRole } from './endpoint.js';
import { id, instant, language, text, timeZone } from './primitives.js';

/** The ways to a person beside the inbox, in which every message is. */
export const deliveryChannel = z.enum(['push', 'email', 'sms']);
export type DeliveryChannel = z.output<typeof deliveryChannel>;

/** What can be wished for or not, as people think of it. */
export const messageCategory = z.enum(['offers', 'shift', 'money', 'account', 'operations']);
export type MessageCategory = z.output<typeof messageCategory>;

/**
 * queued: to be sent, now or at its moment. sending: handed to the channel, outcome not known. sent: taken over by the push
 * service, the mail server or the gateway. shown: the device has displayed it. failed: given up.
 */
export const deliveryState = z.enum(['queued', 'sending', 'sent', 'shown', 'failed']);
export type DeliveryState = z.output<typeof deliveryState>;

/** A message as its person reads it. */
export const message = z
  .object({
    id,
    kind: z.string(),
    title: z.string(),
    body: z.string(),
    /** The page that it is about, from the root of the web application. */
    link: z.string(),
    jobId: id.nullable(),
    createdAt: instant,
    readAt: instant.nullable(),
    /** False: something newer has taken its place, or its time is over. */
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Message' });
export type Message = z.output<typeof message>;

const wishes = z.record(deliveryChannel, z.boolean());

/** Of every category and channel that concern the person. Within quiet hours only what concerns a shift of today is sent. */
export const notificationPreferences = z
  .object({
    categories: z.partialRecord(messageCategory, wishes),
    quietHours: z
      .strictObject({
        /** Minutes of the day, 0 to 1439; until before from: over midnight. */
        fromMinute: z.int().min(0).max(1439),
        untilMinute: z.int().min(0).max(1439),
        timeZone,
      })
      .nullable(),
  })
  .meta({ id: 'NotificationPreferences' });
export type NotificationPreferences = z.output<typeof notificationPreferences>;

/** Of a browser's `PushSubscription.toJSON()`: RFC 8030 and 8291. */
const pushSubscriptionForm = z.strictObject({
  endpoint: z.url({ protocol: /^https$/, error: 'must be an https address' }).max(1024),
  keys: z.strictObject({
    /** An uncompressed point of P-256, 65 bytes. */
    p256dh: z.string().regex(/^B[\w-]{86}=?$/, 'is not a key of P-256'),
    auth: z.string().regex(/^[\w-]{22}(==)?$/, 'is not a secret of 16 bytes'),
  }),
});
export type PushSubscriptionForm = z.output<typeof pushSubscriptionForm>;

/** On a locked phone more is cut off; together they fit into what every push service takes (RFC 8030: 4096 bytes). */
export const PUSH_TITLE_LENGTH = 120;
export const PUSH_BODY_LENGTH = 400;

/** What the service worker of a device is pushed. */
export const pushMessage = z.object({
  id,
  subscriptionId: id,
  kind: z.string(),
  title: z.string(),
  body: z.string(),
  link: z.string(),
  /** A newer notification with the same takes its place. */
  tag: z.string(),
  unread: z.int(),
  expiresAt: z.string().nullable(),
  /** Of an offer, which can be answered without opening the application. */
  offerId: id.nullable(),
  /** In which the device says what came of an answer. */
  language,
});
export type PushMessage = z.output<typeof pushMessage>;

const subscription = z
  .object({ id, device: z.string().nullable(), createdAt: instant })
  .meta({ id: 'PushSubscription' });

const delivery = z
  .object({
    channel: deliveryChannel,
    state: deliveryState,
    attempts: z.int(),
    /** Of the last change. */
    at: instant,
    /** Why it failed, or was put off. */
    failure: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

const told = z
  .object({
    id,
    kind: z.string(),
    title: z.string(),
    person: z.object({ id, name: z.string(), role: userRole }),
    createdAt: instant,
    shownAt: instant.nullable(),
    readAt: instant.nullable(),
    deliveries: z.array(delivery),
  })
  .meta({ id: 'ToldMessage' });
export type ToldMessage = z.output<typeof told>;

const ofId = z.strictObject({ id });
const unread = z.object({ unread: z.int() });
const MOST_READ_AT_ONCE = 100;

export const notifications = {
  list: endpoint({
    method: 'GET',
    path: '/notifications',
    access: 'signed-in',
    summary: 'My messages, newest first; who is given one here has been shown it',
    query: pageQuery,
    answer: page(message),
  }),
  unread: endpoint({
    method: 'GET',
    path: '/notifications/unread',
    access: 'signed-in',
    summary: 'How many messages that are still true I have not read',
    answer: unread,
  }),
  read: endpoint({
    method: 'POST',
    path: '/notifications/read',
    access: 'signed-in',
    summary: 'Mark messages as read: some, those about a job, or all',
    body: z.union([
      z.strictObject({ ids: z.array(id).min(1).max(MOST_READ_AT_ONCE) }),
      z.strictObject({ jobId: id }),
      z.strictObject({ all: z.literal(true) }),
    ]),
    answer: unread,
  }),
  shown: endpoint({
    method: 'POST',
    path: '/notifications/:id/shown',
    access: 'signed-in',
    summary: 'Said by the device that has displayed the push of a message; an offer has reached the guard then',
    params: ofId,
    body: z.strictObject({ subscriptionId: id }),
  }),
  preferences: endpoint({
    method: 'GET',
    path: '/notifications/preferences',
    access: 'signed-in',
    summary: 'What I want to be told, how, and when not',
    answer: notificationPreferences.extend({ smsOffered: z.boolean() }).meta({ id: 'MyNotificationPreferences' }),
  }),
  setPreferences: endpoint({
    method: 'PUT',
    path: '/notifications/preferences',
    access: 'signed-in',
    summary: 'Say what I want to be told, how, and when not; what is left out stays',
    body: notificationPreferences.partial(),
    answer: notificationPreferences,
  }),
  unsubscribe: endpoint({
    method: 'POST',
    path: '/notifications/unsubscribe',
    access: 'anyone',
    summary: 'No more e-mails of a category, by the link of one of them',
    body: z.strictObject({ token: text(100), category: messageCategory }),
  }),
  unsubscribeAtOnce: endpoint({
    method: 'POST',
    path: '/notifications/unsubscribe/:token/:category',
    access: 'anyone',
    summary: 'The same by the mail program alone (RFC 8058)',
    params: z.strictObject({ token: text(100), category: messageCategory }),
    takesForm: true,
  }),
  subscriptions: endpoint({
    method: 'GET',
    path: '/push/subscriptions',
    access: 'signed-in',
    summary: 'Devices that show my messages',
    answer: z.object({ items: z.array(subscription) }),
  }),
  subscribe: endpoint({
    method: 'POST',
    path: '/push/subscriptions',
    access: 'signed-in',
    summary: 'Show my messages on this device; the newest twenty are kept',
    body: pushSubscriptionForm,
    answer: z.object({ id }),
    status: 201,
  }),
  endSubscription: endpoint({
    method: 'DELETE',
    path: '/push/subscriptions/:id',
    access: 'signed-in',
    summary: 'No more messages on this device',
    params: ofId,
  }),
  ofJob: endpoint({
    method: 'GET',
    path: '/admin/jobs/:id/messages',
    access: ['admin'],
    summary: 'Who was told what about a job, by which channel, and whether it reached them',
    params: ofId,
    answer: z.object({ items: z.array(told) }),
  }),
};
