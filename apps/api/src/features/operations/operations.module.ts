import { Module } from '@nestjs/common';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MatchingModule } from '../matching/matching.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { PrivacyModule } from '../privacy/privacy.module.js';
import { TrackingModule } from '../tracking/tracking.module.js';
import { AdminController } from './admin.controller.js';
import { Board } from './desk/board.js';
import { CustomersAnswers } from './desk/customers-answers.js';
import { DeskController } from './desk/desk.controller.js';
import { DeskSearch } from './desk/desk-search.js';
import { JobOnDesk } from './desk/job-on-desk.js';
import { OnBehalf } from './desk/on-behalf.js';
import { OperatorsDoors } from './desk/operators-doors.js';
import { IndexReport } from './database/index-report.js';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';
import { MarketMetrics } from './market-metrics.js';
import { Metrics } from './metrics.js';
import { Overview } from './overview.js';
import { ReplicaMetrics } from './replica-metrics.js';
import { TrackingMetrics } from './tracking-metrics.js';
import { VerifyGuard } from './verify-guard.js';

@Module({
  imports: [GuardProfilesModule, JobsModule, MatchingModule, PaymentsModule, PrivacyModule, TrackingModule],
  controllers: [AdminController, DeskController, HealthController],
  providers: [
    ...[Board, CustomersAnswers, DeskSearch, JobOnDesk, OnBehalf, OperatorsDoors],
    ...[Health, IndexReport, MarketMetrics, Metrics, Overview, ReplicaMetrics, TrackingMetrics, VerifyGuard],
  ],
})
export class OperationsModule {}
