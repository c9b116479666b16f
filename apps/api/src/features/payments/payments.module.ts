import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { ApplyWebhook } from './apply-webhook.js';
import { CaptureCharge } from './capture-charge.js';
import { Cards } from './cards.js';
import { ConfirmHold } from './confirm-hold.js';
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
import { StripeClient } from './stripe-client.js';
import { StripeCustomers } from './stripe-customers.js';
import { SweepPayments } from './sweep-payments.js';
import { WebhookEffects } from './webhook-effects.js';

const HOLD_AND_CHARGE = [
  Cards,
  ConfirmHold,
  CaptureCharge,
  PlaceHold,
  RecordIntent,
  ReleaseHold,
  ScheduleHold,
  SettleJob,
];
const PAYOUT = [PayGuard, PayoutAccounts, RecordTransfer, ReversePayout];
const REFUND = [GiveRefund, RecordRefund, RequestRefund];
const WEBHOOK = [ApplyWebhook, PaymentReader, RecordDispute, SavedCards, WebhookEffects];

@Module({
  imports: [JobsModule],
  controllers: [PaymentsController],
  providers: [
    PaymentChanges,
    PaymentEvents,
    PaymentsRepository,
    PaymentsService,
    StripeClient,
    StripeCustomers,
    SweepPayments,
    ...HOLD_AND_CHARGE,
    ...PAYOUT,
    ...REFUND,
    ...WEBHOOK,
  ],
  exports: [PaymentsService, SweepPayments],
})
export class PaymentsModule {}
