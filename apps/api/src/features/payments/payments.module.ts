import { Module } from '@nestjs/common';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AskCardAgain } from './charges/ask-card-again.js';
import { CancelUnpaid } from './charges/cancel-unpaid.js';
import { CaptureCharge } from './charges/capture-charge.js';
import { ChargeMore } from './charges/charge-more.js';
import { ConfirmHold } from './charges/confirm-hold.js';
import { ExtendBooking } from './charges/extend-booking.js';
import { FollowTerms } from './charges/follow-terms.js';
import { PlaceHold } from './charges/place-hold.js';
import { RequestTip } from './charges/request-tip.js';
import { RecordIntent } from './charges/record-intent.js';
import { RefuseHold } from './charges/refuse-hold.js';
import { ReleaseHold } from './charges/release-hold.js';
import { ScheduleHold } from './charges/schedule-hold.js';
import { SwapHolds } from './charges/swap-holds.js';
import { RecordDispute } from './disputes/record-dispute.js';
import { CarryOn } from './flow/carry-on.js';
import { FindStuckMoney } from './flow/stuck-money.js';
import { StuckMoneyRepository } from './flow/stuck-money.repository.js';
import { Sweep } from './flow/sweep.js';
import { SweepRepository } from './flow/sweep.repository.js';
import { ChargeSteps, TakeStep } from './flow/take-step.js';
import { UnsettledJobs } from './flow/unsettled-jobs.js';
import { WakeUps } from './flow/wake-ups.js';
import { MoneyFigures } from './money-figures.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { CreatePayout } from './payouts/create-payout.js';
import { GuardAccounts } from './payouts/guard-accounts.js';
import { PayoutAccounts } from './payouts/payout-accounts.js';
import { RecordTransfer } from './payouts/record-transfer.js';
import { ReversePayout } from './payouts/reverse-payout.js';
import { SendPayout } from './payouts/send-payout.js';
import { LedgerRepository } from './reconciliation/ledger.repository.js';
import { Reconcile } from './reconciliation/reconcile.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { StripeLedger } from './reconciliation/stripe-ledger.js';
import { GiveBackHours } from './refunds/give-back-hours.js';
import { GiveRefund } from './refunds/give-refund.js';
import { RecordRefund } from './refunds/record-refund.js';
import { RequestRefund } from './refunds/request-refund.js';
import { PaymentChanges } from './rows/payment-changes.js';
import { MoneyFiguresRepository } from './rows/money-figures.repository.js';
import { PaymentsRepository } from './rows/payments.repository.js';
import { RecordedRows } from './rows/recorded-rows.js';
import { Receipts } from './statements/receipts.js';
import { StatementsController } from './statements/statements.controller.js';
import { Statements } from './statements/statements.js';
import { StatementsRepository } from './statements/statements.repository.js';
import { CallsUnderWay } from './stripe/calls-under-way.js';
import { Cards } from './stripe/cards.js';
import { ChooseCards } from './stripe/choose-cards.js';
import { ErasedCustomers } from './stripe/erased-customers.js';
import { SavedCards } from './stripe/saved-cards.js';
import { StripeClient } from './stripe/stripe-client.js';
import { StripeCustomers } from './stripe/stripe-customers.js';
import { ApplyWebhook } from './webhooks/apply-webhook.js';
import { PaymentReader } from './webhooks/payment-reader.js';
import { RelevantEvents } from './webhooks/relevant-events.js';
import { WebhookEffects } from './webhooks/webhook-effects.js';

/** What follows what is in flow/money-plan.ts; the other folders hold the steps it asks for, and what it is made from. */
const FLOW = [
  CarryOn,
  ChargeSteps,
  FindStuckMoney,
  StuckMoneyRepository,
  Sweep,
  SweepRepository,
  TakeStep,
  UnsettledJobs,
  WakeUps,
];
const CHARGES = [
  AskCardAgain,
  CancelUnpaid,
  CaptureCharge,
  ChargeMore,
  ConfirmHold,
  ExtendBooking,
  FollowTerms,
  PlaceHold,
  RecordIntent,
  RefuseHold,
  ReleaseHold,
  RequestTip,
  ScheduleHold,
  SwapHolds,
];
const PAYOUTS = [CreatePayout, GuardAccounts, PayoutAccounts, RecordTransfer, ReversePayout, SendPayout];
const REFUNDS = [GiveBackHours, GiveRefund, RecordRefund, RequestRefund];
const WEBHOOKS = [ApplyWebhook, PaymentReader, RelevantEvents, WebhookEffects];
const STRIPE = [CallsUnderWay, Cards, ChooseCards, ErasedCustomers, SavedCards, StripeClient, StripeCustomers];
const ROWS = [MoneyFiguresRepository, PaymentChanges, PaymentsRepository, RecordedRows];
const STATEMENTS = [Receipts, Statements, StatementsRepository];
const RECONCILIATION = [LedgerRepository, Reconcile, StripeLedger];

@Module({
  imports: [GuardProfilesModule, JobsModule],
  controllers: [PaymentsController, ReconciliationController, StatementsController],
  providers: [
    MoneyFigures,
    PaymentsService,
    RecordDispute,
    ...FLOW,
    ...CHARGES,
    ...PAYOUTS,
    ...REFUNDS,
    ...WEBHOOKS,
    ...STRIPE,
    ...ROWS,
    ...STATEMENTS,
    ...RECONCILIATION,
  ],
  exports: [AskCardAgain, FindStuckMoney, MoneyFigures, PaymentsService, Sweep],
})
export class PaymentsModule {}
