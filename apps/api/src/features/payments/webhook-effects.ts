import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Problem } from '../../platform/http/problem.js';
import { PaymentReader } from './payment-reader.js';
import { isReady, PayoutAccounts } from './payout-accounts.js';
import { RecordDispute } from './record-dispute.js';
import { INTENT_EXPANSION, RecordIntent } from './record-intent.js';
import { RecordRefund } from './record-refund.js';
import { RecordTransfer } from './record-transfer.js';
import { SavedCards } from './saved-cards.js';
import { idOf, refusalOf } from './stripe-client.js';

/** What an event does to our rows; called inside the transaction that marks the event as applied. */
export type Effect = () => Promise<void>;

const NOTHING: Effect = () => Promise.resolve();

/** Reads the object of an event as it is now, and tells what follows from it. */
@Injectable()
export class WebhookEffects {
  constructor(
    private readonly intents: RecordIntent,
    private readonly refunds: RecordRefund,
    private readonly transfers: RecordTransfer,
    private readonly disputes: RecordDispute,
    private readonly accounts: PayoutAccounts,
    private readonly savedCards: SavedCards,
    private readonly reader: PaymentReader,
  ) {}

  /** An event of a type, or about an object, that is not ours has no effect. */
  async of(event: Stripe.Event): Promise<Effect> {
    const object = event.data.object;
    const id = 'id' in object && typeof object.id === 'string' ? object.id : '';
    try {
      return await this.read(event.type, id);
    } catch (error) {
      // The object, or our user whom it is about, is gone: repeating the event would find it no better.
      const isGone = refusalOf(error)?.statusCode === 404 || (error instanceof Problem && error.status === 404);
      if (isGone) return NOTHING;
      throw error;
    }
  }

  private read(type: string, id: string): Promise<Effect> {
    if (type.startsWith('payment_intent.')) return this.ofIntent(id);
    if (type.startsWith('charge.dispute.')) return this.ofDispute(id);
    if (type === 'charge.refunded') return this.ofRefundedCharge(id);
    if (type.startsWith('refund.')) return this.ofRefund(id);
    if (type.startsWith('transfer.')) return this.ofTransfer(id);
    if (type === 'account.updated') return this.ofAccount(id);
    if (type === 'setup_intent.succeeded') return this.savedCards.effectOf(id);
    return Promise.resolve(NOTHING);
  }

  private async ofIntent(id: string): Promise<Effect> {
    const { api } = this.reader;
    const intent = await api.paymentIntents.retrieve(id, { expand: INTENT_EXPANSION });
    const charge = await this.reader.paymentOf(intent.metadata);
    return charge ? async () => void (await this.intents.record(charge, intent)) : NOTHING;
  }

  private async ofDispute(id: string): Promise<Effect> {
    const { api } = this.reader;
    const dispute = await api.disputes.retrieve(id);
    const intentId = idOf(dispute.payment_intent);
    if (!intentId) return NOTHING;
    const charge = await this.reader.paymentOf((await api.paymentIntents.retrieve(intentId)).metadata);
    return charge ? () => this.disputes.record(charge, dispute) : NOTHING;
  }

  private async ofRefundedCharge(id: string): Promise<Effect> {
    const { data } = await this.reader.api.refunds.list({ charge: id, limit: 100 });
    const effects = await Promise.all(data.map((refund) => this.recordingOf(refund)));
    return async () => {
      for (const effect of effects) await effect();
    };
  }

  private async ofRefund(id: string): Promise<Effect> {
    return this.recordingOf(await this.reader.api.refunds.retrieve(id));
  }

  private async ofTransfer(id: string): Promise<Effect> {
    const transfer = await this.reader.api.transfers.retrieve(id);
    const payout = await this.reader.paymentOf(transfer.metadata);
    return payout ? () => this.transfers.record(payout, transfer) : NOTHING;
  }

  private async ofAccount(id: string): Promise<Effect> {
    const account = await this.reader.api.accounts.retrieve(id);
    const owner = isReady(account) ? await this.accounts.ownerOf(account) : null;
    return owner ? () => this.accounts.releaseWaiting(owner) : NOTHING;
  }

  private async recordingOf(given: Stripe.Refund): Promise<Effect> {
    const refund = await this.reader.paymentOf(given.metadata);
    return refund ? () => this.refunds.record(refund, given) : NOTHING;
  }
}
