import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Problem } from '../../../platform/http/problem.js';
import { PaymentReader } from './payment-reader.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { RecordRefund } from '../refunds/record-refund.js';
import { RecordDispute } from '../disputes/record-dispute.js';
import { INTENT_EXPANSION, RecordIntent } from '../charges/record-intent.js';
import { RecordTransfer } from '../payouts/record-transfer.js';
import { SavedCards } from '../stripe/saved-cards.js';
import { idOf, isDeadName, refusalOf, type SignedEvent } from '../stripe/stripe-client.js';
import { ConnectedAccountEffects } from './connected-account-effects.js';
import type { Effect } from './effect.js';

const NOTHING = null;

/** Reads the object of an event as it is now, and tells what follows from it. */
@Injectable()
export class WebhookEffects {
  constructor(
    private readonly intents: RecordIntent,
    private readonly refunds: RecordRefund,
    private readonly transfers: RecordTransfer,
    private readonly disputes: RecordDispute,
    private readonly connected: ConnectedAccountEffects,
    private readonly savedCards: SavedCards,
    private readonly reader: PaymentReader,
  ) {}

  /** Null for no effect: an event of a type, or about an object, that is not ours. */
  async of({ type, account, data }: SignedEvent): Promise<Effect | null> {
    const id = data?.object.id;
    // Nothing to look at: repeating it would not make it more.
    if (!id) return NOTHING;
    try {
      const accountId = type === 'account.updated' ? (account ?? id) : account;
      return accountId ? await this.connected.of(type, id, accountId) : await this.read(type, id);
    } catch (error) {
      // The object, or our user whom it is about, is gone: repeating the event would find it no better.
      const isGone =
        refusalOf(error)?.statusCode === 404 || isDeadName(error) || (error instanceof Problem && error.status === 404);
      if (isGone) return NOTHING;
      throw error;
    }
  }

  private read(type: string, id: string): Promise<Effect | null> {
    if (type.startsWith('payment_intent.')) return this.ofIntent(id);
    if (type.startsWith('charge.dispute.')) return this.ofDispute(id);
    if (type === 'charge.updated') return this.ofUpdatedCharge(id);
    if (type === 'charge.refunded') return this.ofRefundedCharge(id);
    if (type.startsWith('refund.')) return this.ofRefund(id);
    if (type.startsWith('transfer.')) return this.ofTransfer(id);
    if (type === 'setup_intent.succeeded') return this.ofSavedCard(id);
    return Promise.resolve(NOTHING);
  }

  private async ofIntent(id: string): Promise<Effect | null> {
    const { api } = this.reader;
    const intent = await api.paymentIntents.retrieve(id, { expand: INTENT_EXPANSION });
    const charge = await this.reader.paymentOf(intent.metadata);
    return charge && about(charge, () => this.intents.record(charge, intent));
  }

  private async ofUpdatedCharge(id: string): Promise<Effect | null> {
    const intentId = idOf((await this.reader.api.charges.retrieve(id)).payment_intent);
    return intentId ? this.ofIntent(intentId) : NOTHING;
  }

  private async ofDispute(id: string): Promise<Effect | null> {
    const { api } = this.reader;
    const dispute = await api.disputes.retrieve(id);
    const intentId = idOf(dispute.payment_intent);
    if (!intentId) return NOTHING;
    const charge = await this.reader.paymentOf((await api.paymentIntents.retrieve(intentId)).metadata);
    return charge && about(charge, () => this.disputes.record(charge, dispute));
  }

  private async ofRefundedCharge(id: string): Promise<Effect | null> {
    const { data } = await this.reader.api.refunds.list({ charge: id, limit: 100 });
    const effects = (await Promise.all(data.map((refund) => this.recordingOf(refund)))).filter((each) => each !== null);
    const [first] = effects;
    if (!first) return NOTHING;
    const apply = async (): Promise<void> => {
      for (const effect of effects) await effect.apply();
    };
    return { ...first, apply };
  }

  private async ofRefund(id: string): Promise<Effect | null> {
    return this.recordingOf(await this.reader.api.refunds.retrieve(id));
  }

  private async ofTransfer(id: string): Promise<Effect | null> {
    const transfer = await this.reader.api.transfers.retrieve(id);
    const payout = await this.reader.paymentOf(transfer.metadata);
    return payout && about(payout, () => this.transfers.record(payout, transfer));
  }

  private async ofSavedCard(id: string): Promise<Effect | null> {
    const apply = await this.savedCards.effectOf(id);
    return apply && { apply, jobId: null };
  }

  private async recordingOf(given: Stripe.Refund): Promise<Effect | null> {
    const refund = await this.reader.paymentOf(given.metadata);
    if (refund) return about(refund, () => this.refunds.record(refund, given));
    const intentId = idOf(given.payment_intent);
    // What a hold gives back when it is let go of, or taken in part, looks like a refund; no money has moved.
    if (!intentId || given.balance_transaction === null) return NOTHING;
    const charge = await this.reader.paymentOf((await this.reader.api.paymentIntents.retrieve(intentId)).metadata);
    return charge && about(charge, () => this.refunds.adopt(charge, given));
  }
}

const about = ({ jobId }: PaymentRow, apply: Effect['apply']): Effect => ({ apply, jobId });
