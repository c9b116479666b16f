import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { MatchingModule } from '../matching/matching.module.js';
import { Channels } from './channels/channels.js';
import { MailChannel } from './channels/mail-channel.js';
import { PublicAddresses } from './channels/public-addresses.js';
import { PushChannel } from './channels/push-channel.js';
import { SmsChannel } from './channels/sms-channel.js';
import { DeliveriesRepository } from './delivery/deliveries.repository.js';
import { Digest } from './delivery/digest.js';
import { Sender } from './delivery/sender.js';
import { Inbox } from './messages/inbox.js';
import { MessageWords } from './messages/message-words.js';
import { MessageWriter } from './messages/message-writer.js';
import { MessagesRepository } from './messages/messages.repository.js';
import { UnseenWatch } from './messages/unseen-watch.js';
import { NotificationsController } from './notifications.controller.js';
import { Preferences } from './wishes/preferences.js';
import { Subscriptions } from './wishes/subscriptions.js';
import { WishesRepository } from './wishes/wishes.repository.js';

const CHANNELS = [Channels, MailChannel, PublicAddresses, PushChannel, SmsChannel];
const MESSAGES = [Inbox, MessagesRepository, MessageWords, MessageWriter, UnseenWatch];
const WISHES = [Preferences, Subscriptions, WishesRepository];

@Module({
  imports: [JobsModule, MatchingModule],
  controllers: [NotificationsController],
  providers: [...CHANNELS, DeliveriesRepository, Digest, ...MESSAGES, Sender, ...WISHES],
})
export class NotificationsModule {}
