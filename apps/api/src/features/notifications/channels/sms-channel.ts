import { Injectable } from '@nestjs/common';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { dialled } from '../../identity/users/phone-numbers.js';
import { SmsGateway, SmsRefused } from '../../../platform/sms/sms-gateway.js';
import type { Channel, Envelope, Outcome } from './channel.js';

/** Two parts of a message in the alphabet of phones; what is longer is cut, the page has the rest. */
const LONGEST_SMS = 300;

@Injectable()
export class SmsChannel implements Channel {
  readonly name = 'sms';
  readonly isRepeatable = false;

  constructor(
    private readonly gateway: SmsGateway,
    private readonly outgoing: OutgoingMail,
  ) {}

  async send({ message: { phone, title, body, link } }: Envelope): Promise<Outcome> {
    if (phone === null) return { is: 'refused', why: 'no_number' };
    const end = ` ${this.outgoing.baseUrl}${link}`;
    const words = inPhoneAlphabet(`Aegis: ${title}. ${body}`).slice(0, LONGEST_SMS - end.length);
    try {
      // An extension is for calls.
      await this.gateway.send({ to: dialled(phone), text: words + end });
      return { is: 'sent' };
    } catch (error) {
      if (!(error instanceof SmsRefused)) throw error;
      return { is: error.isPassing ? 'later' : 'refused', why: `gateway_${error.code}` };
    }
  }
}

/** Letters that phones have (GSM 03.38) in place of those that would make a message more than twice as long. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ á: 'a', í: 'i', ó: 'o', ú: 'u', Á: 'A', Í: 'I', Ó: 'O', Ú: 'U' },
  ...{ '\u00a0': ' ', '\u202f': ' ', '“': '"', '”': '"', '’': "'", '–': '-' },
};

export const inPhoneAlphabet = (text: string): string => text.replace(/[^\x20-\x7e]/g, (sign) => PLAIN[sign] ?? sign);
