import { Injectable } from '@nestjs/common';
import type { DeliveryChannel } from '@aegis/contract';
import { Config } from '../../../platform/config/config.js';
import { SmsGateway } from '../../../platform/sms/sms-gateway.js';
import type { Channel } from './channel.js';
import { MailChannel } from './mail-channel.js';
import { PushChannel } from './push-channel.js';
import { SmsChannel } from './sms-channel.js';

/** All ways to people, by name. */
@Injectable()
export class Channels {
  /** Those that this server has. */
  readonly offered: ReadonlySet<DeliveryChannel>;
  readonly repeatable: readonly DeliveryChannel[];
  private readonly all: Readonly<Record<DeliveryChannel, Channel>>;

  constructor(push: PushChannel, email: MailChannel, sms: SmsChannel, gateway: SmsGateway, { vapid }: Config) {
    this.all = { push, email, sms };
    this.offered = new Set([
      'email' as const,
      ...(vapid ? (['push'] as const) : []),
      ...(gateway.isOffered ? (['sms'] as const) : []),
    ]);
    this.repeatable = Object.values(this.all)
      .filter(({ isRepeatable }) => isRepeatable)
      .map(({ name }) => name);
  }

  of(name: DeliveryChannel): Channel {
    return this.all[name];
  }
}
