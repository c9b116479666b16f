import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { Inbox } from './messages/inbox.js';
import { Preferences } from './wishes/preferences.js';
import { Subscriptions } from './wishes/subscriptions.js';

const { notifications } = api;
type Notifications = typeof notifications;

@Controller()
export class NotificationsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly preferences: Preferences,
    private readonly subscriptions: Subscriptions,
  ) {}

  @Handles(notifications.list)
  list(@Received() { caller, query }: RequestTo<Notifications['list']>): Promise<Answer<Notifications['list']>> {
    return this.inbox.list(caller, query);
  }

  @Handles(notifications.unread)
  unread(@Received() { caller }: RequestTo<Notifications['unread']>): Promise<Answer<Notifications['unread']>> {
    return this.inbox.unread(caller);
  }

  @Handles(notifications.read)
  read(@Received() { caller, body }: RequestTo<Notifications['read']>): Promise<Answer<Notifications['read']>> {
    return this.inbox.read(caller, body);
  }

  @Handles(notifications.shown)
  shown(@Received() { caller, params, body }: RequestTo<Notifications['shown']>): Promise<void> {
    return this.subscriptions.shown(caller, params.id, body.subscriptionId);
  }

  @Handles(notifications.preferences)
  wishes(
    @Received() { caller }: RequestTo<Notifications['preferences']>,
  ): Promise<Answer<Notifications['preferences']>> {
    return this.preferences.of(caller);
  }

  @Handles(notifications.setPreferences)
  setWishes(
    @Received() { caller, body }: RequestTo<Notifications['setPreferences']>,
  ): Promise<Answer<Notifications['setPreferences']>> {
    return this.preferences.set(caller, body);
  }

  @Handles(notifications.unsubscribe)
  unsubscribe(@Received() { body }: RequestTo<Notifications['unsubscribe']>): Promise<void> {
    return this.preferences.unsubscribe(body.token, body.category);
  }

  @Handles(notifications.unsubscribeAtOnce)
  unsubscribeAtOnce(@Received() { params }: RequestTo<Notifications['unsubscribeAtOnce']>): Promise<void> {
    return this.preferences.unsubscribe(params.token, params.category);
  }

  @Handles(notifications.subscriptions)
  devices(
    @Received() { caller }: RequestTo<Notifications['subscriptions']>,
  ): Promise<Answer<Notifications['subscriptions']>> {
    return this.subscriptions.list(caller);
  }

  @Handles(notifications.subscribe)
  subscribe(
    @Received() { caller, body, http }: RequestTo<Notifications['subscribe']>,
  ): Promise<Answer<Notifications['subscribe']>> {
    return this.subscriptions.add(caller, body, http.headers['user-agent'] ?? null);
  }

  @Handles(notifications.endSubscription)
  endSubscription(@Received() { caller, params }: RequestTo<Notifications['endSubscription']>): Promise<void> {
    return this.subscriptions.end(caller, params.id);
  }

  @Handles(notifications.ofJob)
  ofJob(@Received() { caller, params }: RequestTo<Notifications['ofJob']>): Promise<Answer<Notifications['ofJob']>> {
    return this.inbox.ofJob(caller, params.id);
  }
}
