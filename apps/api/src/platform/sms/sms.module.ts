import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/config.js';
import { OutboxGateway } from './outbox-gateway.js';
import { type Sms, SmsGateway } from './sms-gateway.js';
import { TwilioGateway } from './twilio-gateway.js';

/** Of a server without an account at a gateway. */
class NoGateway extends SmsGateway {
  readonly isOffered = false;

  send({ to }: Sms): Promise<void> {
    return Promise.reject(new Error(`there is no gateway to send to ${to} by`));
  }
}

function gatewayOf(config: Config, clock: Clock): SmsGateway {
  if (config.sms) return new TwilioGateway(config.sms);
  return config.databaseUrl === undefined ? new OutboxGateway(join(config.dataDir, 'outbox'), clock) : new NoGateway();
}

@Global()
@Module({
  providers: [{ provide: SmsGateway, useFactory: gatewayOf, inject: [Config, Clock] }],
  exports: [SmsGateway],
})
export class SmsModule {}
