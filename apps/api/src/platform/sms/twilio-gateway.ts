import type { Twilio } from 'twilio';
import { z } from 'zod';
import type { SmsAccess } from '../config/config.js';
import { type Sms, SmsGateway, SmsRefused } from './sms-gateway.js';

const TIMEOUT_MS = 10_000;

/** What the SDK throws for an answer that is no success: `status` of HTTP, `code` of Twilio's list. */
const refusal = z.object({ status: z.number(), code: z.number().nullish() });

/** Sends through Twilio's official SDK, which is loaded with the first SMS: it is larger than all that sends otherwise. */
export class TwilioGateway extends SmsGateway {
  readonly isOffered = true;
  private client: Promise<Twilio> | undefined;

  /** @param options of the SDK's client: a test gives it another way to the network. */
  constructor(
    private readonly access: SmsAccess,
    private readonly options: NonNullable<ConstructorParameters<typeof Twilio>[2]> = {},
  ) {
    super();
  }

  async send({ to, text }: Sms): Promise<void> {
    const { from } = this.access;
    const sender = from.startsWith('MG') ? { messagingServiceSid: from } : { from };
    const client = await (this.client ??= this.connect());
    try {
      await client.messages.create({ to, body: text, ...sender });
    } catch (error) {
      const answer = refusal.safeParse(error).data;
      // Without an answer nobody knows whether it was taken over: a second try could be a second SMS.
      if (!answer) throw new SmsRefused('no_answer', false);
      throw new SmsRefused(String(answer.code ?? answer.status), answer.status === 429 || answer.status === 503);
    }
  }

  private async connect(): Promise<Twilio> {
    const { default: twilio } = await import('twilio');
    const { accountSid, authToken } = this.access;
    return twilio(accountSid, authToken, { timeout: TIMEOUT_MS, autoRetry: false, ...this.options });
  }
}
