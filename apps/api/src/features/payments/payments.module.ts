import { Global, Module } from '@nestjs/common';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { Debts } from '../jobs/debts.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AuthenticateCharge } from './charges/authenticate-charge.js';
import { AskCardAgain } from './charges/ask-card-again.js';
import { CancelUnpaid } from './charges/cancel-unpaid.js';
import { CardValidity } from './charges/card-validity.js';
import { CardAsking } from './charges/card-asking.js';
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
import { Credits } from './credits/credits.js';
import { CreditsController } from './credits/credits.controller.js';
import { CreditsRepository } from './credits/credits.repository.js';
import { UseCredit } from './credits/use-credit.js';
import { AnswerDispute } from './disputes/answer-dispute.js';
import { Disputes } from './disputes/disputes.js';
import { DisputesController } from './disputes/disputes.controller.js';
import { DisputesRepository } from './disputes/disputes.repository.js';
import { DisputeEvidence } from './disputes/dispute-evidence.js';
import { LookAtDisputes } from './disputes/look-at-disputes.js';
import { RecordDispute } from './disputes/record-dispute.js';
import { CarryOn } from './flow/carry-on.js';
import { FindStuckMoney } from './flow/stuck-money.js';
import { StuckMoneyRepository } from './flow/stuck-money.repository.js';
import { Sweep } from './flow/sweep.js';
import { SweepRepository } from './flow/sweep.repository.js';
import { ChargeSteps, PayoutSteps, TakeStep } from './flow/take-step.js';
import { UnsettledJobs } from './flow/unsettled-jobs.js';
import { WakeUps } from './flow/wake-ups.js';
import { MoneyFigures } from './money-figures.js';
import { OwedController } from './owed/owed.controller.js';
import { OwedMoney } from './owed/owed-money.js';
import { OwedRepository } from './owed/owed.repository.js';
import { PayOwed } from './owed/pay-owed.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { BouncedPayouts } from './payouts/bounced-payouts.js';
import { CreatePayout } from './payouts/create-payout.js';
import { GuardAccounts } from './payouts/guard-accounts.js';
import { GuaranteePayout } from './payouts/guarantee-payout.js';
import { PayoutAccounts } from './payouts/payout-accounts.js';
import { RecordTransfer } from './payouts/record-transfer.js';
import { ReversePayout } from './payouts/reverse-payout.js';
import { SendPayout } from './payouts/send-payout.js';
import { SaltedCommitments } from './receipts/commitments.js';
import { IssueReceipt } from './receipts/issue-receipt.js';
import { ReceiptChain } from './receipts/receipt-chain.js';
import { ReceiptFacts } from './receipts/receipt-facts.js';
import { ReceiptKeysRepository } from './receipts/receipt-keys.repository.js';
import { ReceiptSigner } from './receipts/receipt-signer.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { ReceiptsRepository } from './receipts/receipts.repository.js';
import { ReceiptParts, SignedReceipts } from './receipts/signed-receipts.js';
import { BothBalances } from './reconciliation/both-balances.js';
import { CarriedBalance } from './reconciliation/carried-balance.js';
import { LedgerRepository } from './reconciliation/ledger.repository.js';
import { Reconcile } from './reconciliation/reconcile.js';
import { ReconciliationRuns } from './reconciliation/reconciliation-runs.js';
import { ReconciliationRunsRepository } from './reconciliation/reconciliation-runs.repository.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { StripeLedger } from './reconciliation/stripe-ledger.js';
import { GiveBackHours } from './refunds/give-back-hours.js';
import { GiveRefund } from './refunds/give-refund.js';
import { LookForReturns } from './refunds/look-for-returns.js';
import { RecordRefund } from './refunds/record-refund.js';
import { RequestRefund } from './refunds/request-refund.js';
import { PaymentChanges } from './rows/payment-changes.js';
import { MoneyFiguresRepository } from './rows/money-figures.repository.js';
import { PaymentsRepository } from './rows/payments.repository.js';
import { RecordedRows } from './rows/recorded-rows.js';
import { CustomerStatements } from './statements/customer-statements.js';
import { Invoices } from './statements/invoices.js';
import { Receipts } from './statements/receipts.js';
import { StatementsController } from './statements/statements.controller.js';
import { Statements } from './statements/statements.js';
import { SalesTax } from './tax/sales-tax.js';
import { StatementsRepository } from './statements/statements.repository.js';
import { CallsUnderWay } from './stripe/calls-under-way.js';
import { Cards } from './stripe/cards.js';
import { ChooseCards } from './stripe/choose-cards.js';
import { ErasedCustomers } from './stripe/erased-customers.js';
import { FreshKeys } from './stripe/keys.js';
import { ProviderState } from './stripe/provider-state.js';
import { SavedCards } from './stripe/saved-cards.js';
import { StripeClient } from './stripe/stripe-client.js';
import { StripeCustomers } from './stripe/stripe-customers.js';
import { ApplyWebhook } from './webhooks/apply-webhook.js';
import { ConnectedAccountEffects } from './webhooks/connected-account-effects.js';
import { PaymentReader } from './webhooks/payment-reader.js';
import { RelevantEvents } from './webhooks/relevant-events.js';
import { WebhookEffects } from './webhooks/webhook-effects.js';

/** What follows what is in flow/money-plan.ts; the other folders hold the steps it asks for, and what it is made from. */
const FLOW = [
  CarryOn,
  ChargeSteps,
  FindStuckMoney,
  PayoutSteps,
  StuckMoneyRepository,
  Sweep,
  SweepRepository,
  TakeStep,
  UnsettledJobs,
  WakeUps,
];
const CHARGES = [
  AskCardAgain,
  AuthenticateCharge,
  CancelUnpaid,
  CardValidity,
  CardAsking,
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
const PAYOUTS = [
  BouncedPayouts,
  CreatePayout,
  GuaranteePayout,
  GuardAccounts,
  PayoutAccounts,
  RecordTransfer,
  ReversePayout,
  SendPayout,
];
const REFUNDS = [GiveBackHours, GiveRefund, LookForReturns, RecordRefund, RequestRefund];
const DISPUTES = [AnswerDispute, DisputeEvidence, Disputes, DisputesRepository, LookAtDisputes, RecordDispute];
const CREDITS = [Credits, CreditsRepository, UseCredit];
const WEBHOOKS = [ApplyWebhook, ConnectedAccountEffects, PaymentReader, RelevantEvents, WebhookEffects];
const STRIPE = [
  CallsUnderWay,
  Cards,
  ChooseCards,
  ErasedCustomers,
  FreshKeys,
  ProviderState,
  SavedCards,
  StripeClient,
  StripeCustomers,
];
const ROWS = [MoneyFiguresRepository, PaymentChanges, PaymentsRepository, RecordedRows];
const STATEMENTS = [CustomerStatements, Invoices, Receipts, SalesTax, Statements, StatementsRepository];
const RECEIPTS = [
  IssueReceipt,
  ReceiptChain,
  ReceiptFacts,
  ReceiptKeysRepository,
  ReceiptParts,
  ReceiptSigner,
  ReceiptsRepository,
  SaltedCommitments,
  SignedReceipts,
];
const OWED = [OwedMoney, OwedRepository, PayOwed];
const RECONCILIATION = [
  BothBalances,
  CarriedBalance,
  LedgerRepository,
  Reconcile,
  ReconciliationRuns,
  ReconciliationRunsRepository,
  StripeLedger,
];

/** Global because jobs, which stands below payments, asks what a customer owes without knowing who answers. */
@Global()
@Module({
  imports: [GuardProfilesModule, JobsModule],
  controllers: [
    CreditsController,
    DisputesController,
    OwedController,
    PaymentsController,
    ReceiptsController,
    ReconciliationController,
    StatementsController,
  ],
  providers: [
    MoneyFigures,
    PaymentsService,
    ...CREDITS,
    ...DISPUTES,
    ...FLOW,
    ...CHARGES,
    ...PAYOUTS,
    ...REFUNDS,
    ...WEBHOOKS,
    ...STRIPE,
    ...ROWS,
    ...STATEMENTS,
    ...RECEIPTS,
    ...RECONCILIATION,
    ...OWED,
    { provide: Debts, useExisting: OwedMoney },
  ],
  exports: [AskCardAgain, Debts, Disputes, FindStuckMoney, MoneyFigures, PaymentsService, ProviderState, Sweep],
})
export class PaymentsModule {}
