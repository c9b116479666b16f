import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DAY_MS, HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { digestMail } from '../channels/mail-template.js';
import { smtpOutcomeOf } from '../channels/mail-channel.js';
import { KINDS_FOR_ADMINS } from '../matrix/matrix.js';
import { MessageWords, type Said } from '../messages/message-words.js';
import { Preferences } from '../wishes/preferences.js';
import { type Addressed, DeliveriesRepository } from './deliveries.repository.js';

/** What an hour could not tell by mail the next one does; what is older than a day is on the board. */
const LOOK_BACK_MS = DAY_MS;

/** What needs somebody at the desk and that they have not seen: one e-mail an hour, instead of one for each. */
@Injectable()
export class Digest implements OnModuleInit {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly words: MessageWords,
    private readonly preferences: Preferences,
    private readonly mailer: Mailer,
    private readonly outgoing: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.schedule.every(HOUR_MS, 'admin-digest', () => this.run());
  }

  async run(): Promise<{ mails: number; messages: number }> {
    const now = this.platform.clock.now();
    const unseen = await this.deliveries.unseenOf(KINDS_FOR_ADMINS, shift(now, -LOOK_BACK_MS), now);
    const said = await this.words.of(unseen.filter(isWanted), ({ language }) => language);
    const counts = { mails: 0, messages: 0 };
    for (const userId of new Set(said.map((message) => message.userId))) {
      const theirs = said.filter((message) => message.userId === userId);
      if (await this.send(userId, theirs, now)) counts.mails++;
      counts.messages += theirs.length;
    }
    return counts;
  }

  /** A row for each message before anything is sent: whoever dies in between does not send it twice. */
  private async send(userId: string, messages: readonly Said<Addressed>[], now: Date): Promise<boolean> {
    const planned = messages.map(({ id }) => ({
      id: this.platform.ids.next(),
      messageId: id,
      channel: 'email' as const,
      targetId: userId,
      dueAt: null,
      createdAt: now,
    }));
    const begun = await this.deliveries.begin(planned);
    const [first] = messages;
    if (!first || begun.length === 0) return false;
    const outcome = await this.mail(first, messages);
    for (const { id } of begun)
      if (outcome === null) await this.deliveries.sent(id, now);
      else await this.deliveries.failed(id, outcome);
    return outcome === null;
  }

  /** Null when it was taken over, or why not. */
  private async mail(to: Addressed, messages: readonly Said<Addressed>[]): Promise<string | null> {
    const token = await this.preferences.unsubscribeToken(to.userId);
    const { baseUrl } = this.outgoing;
    const items = messages.map(({ title, body, link }) => ({ title, body, url: `${baseUrl}${link}` }));
    try {
      const mail = digestMail(items, `${baseUrl}/unsubscribe#${token}.operations`, to.language);
      await this.mailer.send({ to: to.email, ...mail });
      return null;
    } catch (error) {
      const outcome = smtpOutcomeOf(error);
      return 'why' in outcome ? outcome.why : 'not_sent';
    }
  }
}

const isWanted = ({ isEmailConfirmed, wishes }: Addressed): boolean =>
  isEmailConfirmed && !wishes.some(({ category, channel }) => category === 'operations' && channel === 'email');
