import type Stripe from 'stripe';
import type { Client } from '@aegis/client';
import { CARD_NEEDS_OWNER, OWNER_NOT_CONFIRMED } from '@aegis/contract';
import type { BookingPlan } from './chaos-plan.js';
import { isConflict, type Stage, withoutRules } from './stage.js';

type Payments = Awaited<ReturnType<Client['payments']['ofJob']>>;

/** Its bank asks its owner every time. */
const ASKING_CARD = 'pm_card_authenticationRequired';
const OTHER_CARD = 'pm_card_mastercard';
const CARDS: Readonly<Record<BookingPlan['refundFate'], string | null>> = {
  at_once: null,
  waits: 'pm_card_pendingRefund',
  waits_and_fails: 'pm_card_pendingRefund',
  comes_back: 'pm_card_refundFail',
};
/** A bank is answered for half an hour; who is late comes while the attempt is given up, a little before, or after. */
const GIVEN_UP_AFTER_MINUTES = 31;
const LATEST_MS = 6000;

/** The cards of a customer, and what they say to their banks. */
export class CardStory {
  /** The one that was chosen last. */
  private cardId = '';

  constructor(private readonly stage: Stage) {}

  /** The card of the plan; who has a plain one was given it with their account. */
  async give(): Promise<void> {
    const { owner, refundFate } = this.stage.plan;
    const card = owner === null ? CARDS[refundFate] : ASKING_CARD;
    if (card !== null) await this.save(card);
  }

  /** Whether the price is held in the end, after a first refusal; false when they leave it so. */
  async mend(failureCode: string | null): Promise<boolean> {
    const { owner } = this.stage.plan;
    if (owner === null) return false;
    if (failureCode !== CARD_NEEDS_OWNER || owner === 'other_card') return this.giveAnother();
    const intentId = await this.openBank();
    if (owner === 'never') return false;
    if (owner === 'refuses') {
      if (intentId !== null) this.answer(intentId, false);
      return this.giveAnother();
    }
    if (owner === 'answers_late') await this.beLate();
    return this.answerUntilHeld();
  }

  /** The payments of the job, once the booking is paid. */
  untilPaid(what: string): Promise<Payments> {
    return this.stage.patience.until(
      what,
      () => this.payUp('booking'),
      ({ sum }) => sum.chargedCents > 0,
    );
  }

  /**
   * The payments of the job, at each look: what the card has refused of one of these purposes is asked for once more, and a bank
   * that asks is answered. A hold may be lost in the very moment in which its owner confirms it, so that the price itself is owed.
   */
  async payUp(...purposes: ('booking' | 'hours')[]): Promise<Payments> {
    const seen = await this.payments();
    for (const purpose of purposes) {
      const last = seen.items.filter((item) => item.type === 'charge' && item.purpose === purpose).at(-1);
      const isAsked = isOwnerAsked(last?.failureCode ?? null);
      if (last?.status === 'failed' && !isAsked) await this.askCardAgain();
      if (this.stage.plan.owner !== null && (last?.status === 'pending' || isAsked)) await this.answerOnce();
    }
    return seen;
  }

  /** A card that refuses is asked once a day by itself. */
  private async askCardAgain(): Promise<void> {
    const { cast, story } = this.stage;
    const call = { params: { id: story.jobId }, body: { reason: 'they say that it works now' } };
    await cast.admin.client.desk.askCardAgain(call).catch((error: unknown) => {
      // It is being asked already.
      if (!isConflict(error)) throw error;
    });
  }

  /** Once; what their bank says then is seen later. False when it does not ask at this moment. */
  private async answerOnce(): Promise<boolean> {
    const intentId = await this.openBank();
    return intentId !== null && this.answer(intentId, true);
  }

  /** One that is declined as well is asked again: they say that it works. */
  private async giveAnother(): Promise<boolean> {
    await this.save(OTHER_CARD);
    return this.isHeld(async () => {
      if ((await this.refusal()) !== null) await this.choose(this.cardId);
    });
  }

  /** Who hears nothing asks again: an event that is lost is found out so. What was asked meanwhile may have been declined as well. */
  private answerUntilHeld(): Promise<boolean> {
    return this.isHeld(async () => {
      if (await this.answerOnce()) return;
      const refusal = await this.refusal();
      if (refusal !== null && !isOwnerAsked(refusal)) await this.choose(this.cardId);
    });
  }

  /** Why the newest charge was refused; null when it was not. */
  private async refusal(): Promise<string | null> {
    const newest = (await this.payments()).items.at(-1);
    return newest?.status === 'failed' ? (newest.failureCode ?? 'refused') : null;
  }

  private async isHeld(meanwhile: () => Promise<void>): Promise<boolean> {
    const look = async () => {
      await meanwhile();
      return this.payments();
    };
    await this.stage.patience.until('the hold after all', look, ({ sum }) => sum.heldCents > 0);
    return true;
  }

  payments(): Promise<Payments> {
    const { cast, story } = this.stage;
    return cast.customer.client.payments.ofJob({ params: { id: story.jobId } });
  }

  /** The intent that their bank asks about; null when there is nothing to be asked. */
  private async openBank(): Promise<string | null> {
    const { cast, patience, story } = this.stage;
    const params = { id: story.jobId };
    return patience.insist('the owner opens the page of their bank', async () => {
      try {
        const { clientSecret } = await cast.customer.client.payments.authenticate({ params });
        return clientSecret?.split('_secret_')[0] ?? null;
      } catch (error) {
        if (isConflict(error)) return null;
        throw error;
      }
    });
  }

  /** False when the attempt was given up in this moment: their page says so. */
  private answer(intentId: string, confirms: boolean): boolean {
    const { double, story } = this.stage;
    const intent = double.books().paymentIntents.find(({ id }) => id === intentId);
    story.tell(`the owner ${confirms ? 'confirms' : 'does not confirm'} ${intentId}, which is ${intent?.status}`);
    if (intent?.status !== 'requires_action') return false;
    double.authenticate(intentId, confirms);
    return true;
  }

  private async beLate(): Promise<void> {
    const { patience, story } = this.stage;
    const late = `make_interval(mins => ${GIVEN_UP_AFTER_MINUTES})`;
    await withoutRules(
      this.stage,
      `UPDATE payments SET created_at = created_at - ${late}, failed_at = failed_at - ${late} WHERE job_id = $1`,
      [story.jobId],
    );
    // By the plan, and not by chance: a seed plays the same again.
    await patience.pause(this.stage.plan.hourlyRateCents % LATEST_MS);
  }

  /** As their browser does it: Stripe's form, their bank where it asks, and then they choose it. */
  private async save(testCard: string): Promise<void> {
    const { cast, patience } = this.stage;
    const { client } = cast.customer;
    // Who has none yet gets a plain one with their account at Stripe.
    await patience.insist('the cards', () => client.payments.methods());
    const { clientSecret } = await patience.insist(`the form for ${testCard}`, () => client.payments.setup());
    const saved = await patience.until(
      `${testCard} saved`,
      () => this.fillIn(clientSecret, testCard),
      ({ status }) => status === 'succeeded',
    );
    this.cardId = typeof saved.payment_method === 'string' ? saved.payment_method : '';
    await this.choose(this.cardId);
  }

  private async choose(cardId: string): Promise<void> {
    const { cast, patience } = this.stage;
    await patience.insist('chooses a card', () => cast.customer.client.payments.chooseCard({ params: { cardId } }));
  }

  private async fillIn(secret: string, testCard: string): Promise<Stripe.SetupIntent> {
    const { browser, double } = this.stage;
    const id = secret.split('_secret_')[0] ?? '';
    const intent = await browser.setupIntents.retrieve(id, { client_secret: secret });
    if (intent.status === 'requires_payment_method')
      await browser.rawRequest('POST', `/v1/setup_intents/${id}/confirm`, {
        client_secret: secret,
        payment_method: testCard,
      });
    if (intent.status === 'requires_action') double.authenticate(id);
    return intent;
  }
}

/** A bank that wants a word of the owner, or did not believe the one it got. */
const isOwnerAsked = (failureCode: string | null): boolean =>
  failureCode === CARD_NEEDS_OWNER || failureCode === OWNER_NOT_CONFIRMED;
