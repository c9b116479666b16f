import { Injectable } from '@nestjs/common';
import { API_BASE_PATH } from '@aegis/contract';
import { Mailer } from '../../../platform/mail/mailer.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { lineOf } from '../matrix/matrix.js';
import { Calendars } from '../calendar/calendars.js';
import { Preferences } from '../wishes/preferences.js';
import type { Channel, Envelope, Outcome } from './channel.js';
import { mailOf } from './mail-template.js';

/** E-mail, to addresses that their owner has confirmed. */
@Injectable()
export class MailChannel implements Channel {
  readonly name = 'email';
  readonly isRepeatable = false;

  constructor(
    private readonly mailer: Mailer,
    private readonly outgoing: OutgoingMail,
    private readonly preferences: Preferences,
    private readonly calendars: Calendars,
  ) {}

  async send({ message, category }: Envelope): Promise<Outcome> {
    const token = await this.preferences.unsubscribeToken(message.userId);
    const { baseUrl } = this.outgoing;
    // Behind the #, so that it is in no log and no referrer.
    const stopUrl = `${baseUrl}/unsubscribe#${token}.${category}`;
    const mail = mailOf(message, { openUrl: `${baseUrl}${message.link}`, stopUrl }, message.language);
    const host = new URL(baseUrl).hostname;
    const { jobId, kind } = message;
    const calendar = jobId !== null && lineOf(kind).inCalendar ? await this.calendars.entry(jobId, message) : undefined;
    try {
      await this.mailer.send({
        to: message.email,
        ...mail,
        unsubscribeUrl: `${baseUrl}${API_BASE_PATH}/notifications/unsubscribe/${token}/${category}`,
        messageId: `<${message.id}@${host}>`,
        ...(calendar && { calendar }),
      });
      return { is: 'sent' };
    } catch (error) {
      return smtpOutcomeOf(error);
    }
  }
}

/** A server that cannot be reached or asks for patience has taken nothing over (RFC 5321: 4yz, and no connection at all). */
export function smtpOutcomeOf(error: unknown): Outcome {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const named = typeof code === 'string' ? code.toLowerCase() : 'not_sent';
  const why = typeof responseCode === 'number' ? `smtp_${responseCode}` : named;
  const isPassing = typeof responseCode === 'number' ? responseCode < 500 : code === 'ECONNECTION' || code === 'EDNS';
  return isPassing ? { is: 'later', why } : { is: 'refused', why };
}
