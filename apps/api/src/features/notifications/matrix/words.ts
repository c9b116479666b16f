import { isolated } from '@aegis/words';
import { type Language, wordsIn } from '@aegis/words/all';
import { duration, type Figures, figuresIn } from '@aegis/words/figures';
import type { Facts } from './line.js';
import type { MessageKind } from './matrix.js';

/** What is said of the job, at the time when the words are made. */
export interface JobWords {
  title: string;
  startTime: Date;
  endTime: Date;
  timeZone: string;
  /** Of whoever has it now. */
  guardId: string | null;
  guardName: string | null;
}

interface OfferWords {
  distanceMeters: number;
  payoutCents: number;
}

export interface Told {
  facts: Facts;
  /** Null: it is about the account. */
  job: JobWords | null;
  /** Only of an offer that is still there. */
  offer: OfferWords | null;
}

/** Plain text, for every channel alike. The title stands alone on a locked phone. */
export interface Words {
  title: string;
  body: string;
}

const NO_JOB = { startTime: new Date(0), endTime: new Date(0), timeZone: 'UTC', guardId: null, guardName: null };

/** What a message of this kind says to who reads this language. A kind without words does not compile. */
export function sayMessage(kind: MessageKind, told: Told, language: Language): Words {
  const words = wordsIn(language);
  const values = new Values(told, language);
  return { title: words(`messages.${kind}.title`, values), body: words(`messages.${kind}.body`, values) };
}

/** What sentences name. Each is made when a sentence asks for it: most name one or two, and the facts have only those. */
class Values {
  private readonly figures: Figures;
  private readonly subject: JobWords;
  private readonly facts: Facts;

  constructor(
    private readonly told: Told,
    private readonly language: Language,
  ) {
    this.figures = figuresIn(language);
    this.subject = told.job ?? { ...NO_JOB, title: wordsIn(language)('messages.yourAccount') };
    this.facts = told.facts;
  }

  get job(): string {
    return this.subject.title;
  }

  get about(): string {
    return `${isolated(this.subject.title)}, ${this.figures.dateAndClock(this.subject.startTime, this.subject.timeZone)}`;
  }

  get end(): string {
    return this.figures.clock(this.subject.endTime, this.subject.timeZone);
  }

  /** Their name while they have the job, so that nobody is told the name of another. */
  get guard(): string {
    const isTheirs = this.facts.guardId === undefined || this.facts.guardId === this.subject.guardId;
    return this.subject.guardName !== null && isTheirs
      ? this.subject.guardName
      : wordsIn(this.language)('messages.theGuard');
  }

  get hasOffer(): string {
    return this.told.offer ? 'yes' : 'no';
  }

  get pay(): string {
    return this.figures.money(this.told.offer?.payoutCents ?? 0);
  }

  get distance(): string {
    return this.figures.miles(this.told.offer?.distanceMeters ?? 0);
  }

  get expiresAt(): string {
    return this.clockOf('expiresAt');
  }

  get since(): string {
    return this.clockOf('since');
  }

  get answerBy(): string {
    return this.clockOf('answerBy');
  }

  get clockEndsAt(): string {
    return this.clockOf('clockEndsAt');
  }

  get at(): string {
    return this.clockOf('at');
  }

  get lastHeardAt(): string {
    return this.clockOf('lastHeardAt');
  }

  get worked(): string {
    return duration(Number(this.facts.workedMinutes));
  }

  get due(): string {
    return this.sumOf('dueAmountCents');
  }

  get hasFee(): string {
    return Number(this.facts.feeCents) > 0 ? 'yes' : 'no';
  }

  get fee(): string {
    return this.sumOf('feeCents');
  }

  get amount(): string {
    return this.sumOf('amountCents');
  }

  get start(): string {
    return this.figures.dateAndClock(this.subject.startTime, this.subject.timeZone);
  }

  get startClock(): string {
    return this.figures.clock(this.subject.startTime, this.subject.timeZone);
  }

  get hasTerm(): string {
    return this.facts.at === undefined ? 'no' : 'yes';
  }

  get term(): string {
    return this.figures.dateAndClock(new Date(String(this.facts.answerBy)), this.subject.timeZone);
  }

  get isBorne(): string {
    return Number(this.facts.guardPayoutCents) > 0 ? 'no' : 'yes';
  }

  get borne(): string {
    return this.sumOf('guardPayoutCents');
  }

  get expiresOn(): string {
    return this.figures.day(String(this.facts.expiresOn));
  }

  get newStart(): string {
    return this.figures.dateAndClock(new Date(String(this.facts.startTime)), this.subject.timeZone);
  }

  get newEnd(): string {
    return this.clockOf('endTime');
  }

  get newPay(): string {
    return this.sumOf('guardPayoutCents');
  }

  private clockOf(name: string): string {
    return this.figures.clock(new Date(String(this.facts[name])), this.subject.timeZone);
  }

  private sumOf(name: string): string {
    return this.figures.money(Number(this.facts[name]));
  }
}
