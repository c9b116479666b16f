import { Injectable } from '@nestjs/common';
import { type Answer, type api, CARD_NEEDS_OWNER, OWNER_NOT_CONFIRMED } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { amountToHold, partsOnCard } from '../rows/credit-money.js';
import { isOfBooking, isOver, type PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { paymentErrors } from '../rows/payments.errors.js';
import type { Turn } from '../rows/turn.js';
import { StripeClient } from '../stripe/stripe-client.js';
import { ConfirmHold } from './confirm-hold.js';

type Authentication = Answer<typeof api.payments.authenticate>;

/**
 * Asks a card once more whose bank wants a word of its owner, while they are there: their browser gets the secret with which the
 * bank asks them (https://docs.stripe.com/payments/3d-secure/authentication-flow). What comes of it is recorded like any other
 * attempt, from the event; after a while without an answer it has failed like one.
 */
@Injectable()
export class AuthenticateCharge {
  constructor(
    private readonly jobs: JobsService,
    private readonly changes: PaymentChanges,
    private readonly asking: ConfirmHold,
    private readonly stripe: StripeClient,
  ) {}

  /** Outside of a transaction. `clientSecret` null: the bank has not asked after all. @throws 404; 409 `nothing_to_confirm` */
  async start(caller: Caller, jobId: string): Promise<Authentication> {
    await this.jobs.getFor(caller, jobId);
    const attempt = await this.changes.inTurn(jobId, (turn) => this.begin(turn));
    // What their bank said may have come by an event while the page asked.
    const intent = attempt.status === 'pending' ? await this.asking.askWithOwner(attempt) : null;
    const isAsked = intent?.status === 'requires_action';
    return {
      paymentId: attempt.id,
      clientSecret: isAsked ? intent.client_secret : null,
      publishableKey: this.stripe.publishableKey,
    };
  }

  /** The one that is under way, when the page was closed and is opened again, or that has become a hold meanwhile. */
  private begin(turn: Turn): Promise<PaymentRow> {
    const charges = turn.rows.filter(({ type }) => type === 'charge');
    const running = charges.find(({ onSession, status }) => onSession && status === 'pending');
    if (running) return Promise.resolve(running);
    const last = charges.at(-1);
    if (last?.onSession && !isOver(last.status)) return Promise.resolve(last);
    if (last?.status !== 'failed' || !isOwnerAsked(last)) throw paymentErrors.problem('nothing_to_confirm');
    const { amountCents, platformFeeCents, guardPayoutCents } = last;
    const isBooking = isOfBooking(last);
    const dueCents = amountToHold(turn.job, turn.rows);
    if (isBooking && dueCents === 0) throw paymentErrors.problem('nothing_to_confirm');
    const { stripeCustomerId, stripePaymentMethodId, payerId, purpose } = last;
    const { isCurrent, standsInFor, extendTo, forProposal } = last;
    return turn.begin({
      ...(isBooking ? partsOnCard(turn.job, turn.rows, dueCents) : { amountCents, platformFeeCents, guardPayoutCents }),
      ...{ type: 'charge', payerId, purpose, stripeCustomerId, stripePaymentMethodId, onSession: true },
      ...{ isCurrent, standsInFor, extendTo, forProposal },
    });
  }
}

/** Their bank wants a word of them, or did not take the one it got: they may try again. */
const isOwnerAsked = ({ failureCode }: PaymentRow): boolean =>
  failureCode === CARD_NEEDS_OWNER || failureCode === OWNER_NOT_CONFIRMED;
