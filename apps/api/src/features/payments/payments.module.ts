import { Module } from '@nestjs/common';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AdoptRefund } from './refunds/adopt-refund.js';
import { ApplyWebhook } from './webhooks/apply-webhook.js';
import { CallsUnderWay } from './stripe/calls-under-way.js';
import { CaptureCharge } from './charges/capture-charge.js';
import { Cards } from './stripe/cards.js';
import { ConfirmHold } from './charges/confirm-hold.js';
import { EventNews } from './webhooks/relevant-events.js';
import { ErasedCustomers, ErasureRecords } from './stripe/erased-customers.js';
import { GiveRefund } from './refunds/give-refund.js';
import { PayGuard } from './payouts/send-payout.js';
import { PaymentChanges } from './rows/payment-changes.js';
import { PaymentEvents } from './flow/wake-ups.js';
import { PaymentReader } from './webhooks/payment-reader.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsRepository } from './rows/payments.repository.js';
import { PaymentsService } from './payments.service.js';
import { PayoutAccounts } from './payouts/payout-accounts.js';
import { PlaceHold } from './charges/place-hold.js';
import { LedgerRepository } from './reconciliation/ledger.repository.js';
import { Reconcile } from './reconciliation/reconcile.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { StripeLedger } from './reconciliation/stripe-ledger.js';
import { RecordDispute } from './disputes/record-dispute.js';
import { RecordIntent } from './charges/record-intent.js';
import { RecordRefund } from './refunds/record-refund.js';
import { RecordTransfer } from './payouts/record-transfer.js';
import { ReleaseHold } from './charges/release-hold.js';
import { RequestRefund } from './refunds/request-refund.js';
import { ReversePayout } from './payouts/reverse-payout.js';
import { SavedCards } from './stripe/saved-cards.js';
import { ScheduleHold } from './charges/schedule-hold.js';
import { SettleJob } from './settle-job.js';
import { GuardAccounts } from './payouts/guard-accounts.js';
import { HoldEvents } from './hold-events.js';
import { HoldGrace } from './charges/cancel-unpaid.js';
import { ReplaceHold } from './charges/replace-hold.js';
import { ReleaseSpares } from './release-spares.js';
import { SwapHolds } from './charges/swap-holds.js';
import { OweGuard } from './payouts/create-payout.js';
import { FinishRefunds } from './finish-refunds.js';
import { MoveMoneyOn } from './move-money-on.js';
import { UnsettledJobs } from './flow/unsettled-jobs.js';
import { SweepRepository } from './flow/sweep.repository.js';
import { ExtendBooking } from './charges/extend-booking.js';
import { Statements } from './statements/statements.js';
import { StatementsController } from './statements/statements.controller.js';
import { StatementsRepository } from './statements/statements.repository.js';
import { StripeClient } from './stripe/stripe-client.js';
import { StripeCustomers } from './stripe/stripe-customers.js';
import { SweepPayments } from './flow/sweep.js';
import { SendTransfer } from './payouts/send-transfer.js';
import { WebhookEffects } from './webhooks/webhook-effects.js';

const HOLD_AND_CHARGE = [
  Cards,
  ConfirmHold,
  ExtendBooking,
  HoldEvents,
  HoldGrace,
  CaptureCharge,
  PlaceHold,
  RecordIntent,
  ReleaseHold,
  ReleaseSpares,
  ReplaceHold,
  ScheduleHold,
  SettleJob,
  SwapHolds,
];
const PAYOUT = [GuardAccounts, OweGuard, PayGuard, PayoutAccounts, RecordTransfer, ReversePayout, SendTransfer];
const REFUND = [FinishRefunds, GiveRefund, RecordRefund, RequestRefund];
const STATEMENTS = [Statements, StatementsRepository];
const SWEEP = [MoveMoneyOn, SweepPayments, SweepRepository, UnsettledJobs];
const RECONCILIATION = [LedgerRepository, Reconcile, StripeLedger];
const WEBHOOK = [AdoptRefund, ApplyWebhook, EventNews, PaymentReader, RecordDispute, SavedCards, WebhookEffects];

@Module({
  imports: [GuardProfilesModule, JobsModule],
  controllers: [PaymentsController, ReconciliationController, StatementsController],
  providers: [
    CallsUnderWay,
    ErasedCustomers,
    ErasureRecords,
    PaymentChanges,
    PaymentEvents,
    PaymentsRepository,
    PaymentsService,
    StripeClient,
    StripeCustomers,
    ...HOLD_AND_CHARGE,
    ...PAYOUT,
    ...RECONCILIATION,
    ...REFUND,
    ...STATEMENTS,
    ...SWEEP,
    ...WEBHOOK,
  ],
  exports: [PaymentsService, SweepPayments],
})
export class PaymentsModule {}
