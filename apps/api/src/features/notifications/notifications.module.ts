import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { MatchingModule } from '../matching/matching.module.js';
import { CalendarFeedsRepository } from './calendar/calendar-feeds.repository.js';
import { Calendars } from './calendar/calendars.js';
import { CalendarsController } from './calendar/calendars.controller.js';
import { Channels } from './channels/channels.js';
import { MailChannel } from './channels/mail-channel.js';
import { PublicAddresses } from './channels/public-addresses.js';
import { PushChannel } from './channels/push-channel.js';
import { SmsChannel } from './channels/sms-channel.js';
import { DeliveriesRepository } from './delivery/deliveries.repository.js';
import { DemoController } from './demo/demo.controller.js';
import { DemoPhones } from './demo/demo-phones.js';
import { DemoRepository } from './demo/demo.repository.js';
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
const CALENDAR = [Calendars, CalendarFeedsRepository];
const DEMO = [DemoPhones, DemoRepository];
const MESSAGES = [Inbox, MessagesRepository, MessageWords, MessageWriter, UnseenWatch];
const WISHES = [Preferences, Subscriptions, WishesRepository];

@Module({
  imports: [JobsModule, MatchingModule],
  controllers: [CalendarsController, DemoController, NotificationsController],
  providers: [...CALENDAR, ...CHANNELS, ...DEMO, DeliveriesRepository, Digest, ...MESSAGES, Sender, ...WISHES],
})
export class NotificationsModule {}
