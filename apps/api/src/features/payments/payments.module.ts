import { Module } from '@nestjs/common';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AdoptRefund } from './adopt-refund.js';
import { ApplyWebhook } from './apply-webhook.js';
import { CallsUnderWay } from './calls-under-way.js';
import { CaptureCharge } from './capture-charge.js';
import { Cards } from './cards.js';
import { ConfirmHold } from './confirm-hold.js';
import { EventNews } from './event-news.js';
import { ErasedCustomers, ErasureRecords } from './erased-customers.js';
import { GiveRefund } from './give-refund.js';
import { PayGuard } from './pay-guard.js';
import { PaymentChanges } from './payment-changes.js';
import { PaymentEvents } from './payment-events.js';
import { PaymentReader } from './payment-reader.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentsService } from './payments.service.js';
import { PayoutAccounts } from './payout-accounts.js';
import { PlaceHold } from './place-hold.js';
import { LedgerRepository } from './reconciliation/ledger.repository.js';
import { Reconcile } from './reconciliation/reconcile.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { StripeLedger } from './reconciliation/stripe-ledger.js';
import { RecordDispute } from './record-dispute.js';
import { RecordIntent } from './record-intent.js';
import { RecordRefund } from './record-refund.js';
import { RecordTransfer } from './record-transfer.js';
import { ReleaseHold } from './release-hold.js';
import { RequestRefund } from './request-refund.js';
import { ReversePayout } from './reverse-payout.js';
import { SavedCards } from './saved-cards.js';
import { ScheduleHold } from './schedule-hold.js';
import { SettleJob } from './settle-job.js';
import { GuardAccounts } from './guard-accounts.js';
import { HoldEvents } from './hold-events.js';
import { HoldGrace } from './hold-grace.js';
import { ReplaceHold } from './replace-hold.js';
import { ReleaseSpares } from './release-spares.js';
import { SwapHolds } from './swap-holds.js';
import { OweGuard } from './owe-guard.js';
import { FinishRefunds } from './finish-refunds.js';
import { MoveMoneyOn } from './move-money-on.js';
import { UnsettledJobs } from './unsettled-jobs.js';
import { SweepRepository } from './sweep.repository.js';
import { ExtendBooking } from './extend-booking.js';
import { Statements } from './statements/statements.js';
import { StatementsController } from './statements/statements.controller.js';
import { StatementsRepository } from './statements/statements.repository.js';
import { StripeClient } from './stripe-client.js';
import { StripeCustomers } from './stripe-customers.js';
import { SweepPayments } from './sweep-payments.js';
import { SendTransfer } from './send-transfer.js';
import { WebhookEffects } from './webhook-effects.js';

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
