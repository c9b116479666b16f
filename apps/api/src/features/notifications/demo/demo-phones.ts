import { Injectable } from '@nestjs/common';
import type { Answer, api, Phone } from '@aegis/contract';
import { DEMO_ACCOUNTS } from '../../../../database/seed/accounts.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Outbox, type WrittenDown } from '../../../platform/mail/outbox.js';
import { MessageWords, type Said } from '../messages/message-words.js';
import { DemoRepository, type ShownMessage } from './demo.repository.js';

type Received = Phone['received'][number];

const MOST_WRITTEN = 200;
const MOST_MESSAGES = 200;
const MOST_OF_ONE = 20;
const MOST_OTHERS = 20;

/** Everything that the people of the demo receive, so that one person sees it all. */
@Injectable()
export class DemoPhones {
  constructor(
    private readonly repository: DemoRepository,
    private readonly words: MessageWords,
    private readonly outbox: Outbox,
  ) {}

  /** @throws 404 wherever something is really sent, or others than this machine are served. */
  async list(): Promise<Answer<typeof api.phones.list>> {
    if (!this.outbox.isOpen) throw httpErrors.problem('not_found');
    const emails = DEMO_ACCOUNTS.map(({ email }) => email);
    const [rows, numbers, written] = await Promise.all([
      this.repository.newestOf(emails, MOST_MESSAGES),
      this.repository.numbersOf(emails),
      this.outbox.newest(MOST_WRITTEN),
    ]);
    const messages = await this.words.of(rows, ({ language }) => language);
    const ownerOf = ({ to }: WrittenDown): string => numbers.get(to) ?? to;
    const others = [...new Set(written.map(ownerOf))].filter((of) => !emails.includes(of)).slice(0, MOST_OTHERS);
    const receivedBy = (of: string): Received[] =>
      [
        ...messages.filter(({ email }) => email === of).flatMap(inApp),
        ...written.filter((item) => ownerOf(item) === of).map(asReceived),
      ]
        .sort((one, other) => other.at.getTime() - one.at.getTime())
        .slice(0, MOST_OF_ONE);
    return {
      items: [
        ...DEMO_ACCOUNTS.map(({ email, firstName, lastName, role }) => ({
          of: email,
          person: { name: `${firstName} ${lastName}`, role },
          received: receivedBy(email),
        })),
        ...others.map((of) => ({ of, person: null, received: receivedBy(of) })),
      ],
    };
  }
}

/** In the inbox at once, and once more when a device was pushed it. */
function inApp({ id, title, body: text, link, createdAt, pushedAt }: Said<ShownMessage>): Received[] {
  const said = { title, text, link };
  return [
    ...(pushedAt ? [{ ...said, id: `${id}-push`, channel: 'push' as const, at: pushedAt }] : []),
    { ...said, id, channel: 'app', at: createdAt },
  ];
}

const asReceived = ({ id, channel, at, subject, text }: WrittenDown): Received => ({
  ...{ id, channel, at, text },
  title: subject,
  link: null,
});
