import { Module } from '@nestjs/common';
import { AccountClosing } from './erasure/account-closing.js';
import { ClosedPositions } from './erasure/closed-positions.js';
import { ErasureInSteps } from './erasure/erasure-in-steps.js';
import { DueErasures } from './erasure/due-erasures.js';
import { OpenBusiness } from './erasure/open-business.js';
import { PersonEraser } from './erasure/person-eraser.js';
import { BackgroundExports } from './export/background-exports.js';
import { ExportWriter } from './export/export-writer.js';
import { ExportsService } from './export/exports.service.js';
import { PersonReader } from './export/person-reader.js';
import { NamedAudit } from './named-audit.js';
import { OversightController } from './oversight.controller.js';
import { PrivacyController } from './privacy.controller.js';
import { PrivacyRequestsRepository } from './privacy-requests.repository.js';
import { OldPositions } from './retention/old-positions.js';
import { InactiveAccounts } from './retention/inactive-accounts.js';
import { RetentionReport } from './retention/retention-report.js';
import { RetentionScheduler } from './retention/retention-scheduler.js';
import { RetentionTasks } from './retention/retention-tasks.js';

@Module({
  controllers: [OversightController, PrivacyController],
  providers: [
    AccountClosing,
    BackgroundExports,
    ClosedPositions,
    DueErasures,
    ErasureInSteps,
    ExportWriter,
    ExportsService,
    InactiveAccounts,
    NamedAudit,
    OldPositions,
    OpenBusiness,
    PersonEraser,
    PersonReader,
    PrivacyRequestsRepository,
    RetentionReport,
    RetentionScheduler,
    RetentionTasks,
  ],
  exports: [RetentionReport, RetentionScheduler],
})
export class PrivacyModule {}
