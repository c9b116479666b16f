import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/config.js';
import { Mailer } from './mailer.js';
import { Outbox } from './outbox.js';
import { OutboxMailer } from './outbox-mailer.js';
import { OutgoingMail } from './outgoing-mail.js';
import { SmtpMailer } from './smtp-mailer.js';

const mailerOf = (config: Config, clock: Clock): Mailer =>
  config.mail
    ? new SmtpMailer(config.mail.url, config.mail.from)
    : new OutboxMailer(join(config.dataDir, 'outbox'), clock);

@Global()
@Module({
  providers: [Outbox, OutgoingMail, { provide: Mailer, useFactory: mailerOf, inject: [Config, Clock] }],
  exports: [Mailer, Outbox, OutgoingMail],
})
export class MailModule {}
