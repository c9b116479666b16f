import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { Duty } from './duty.js';
import { EndingLicensesRepository } from './ending-licenses.repository.js';
import { GuardPapers } from './guard-papers.js';
import { GuardPapersController } from './guard-papers.controller.js';
import { GuardProfilesController } from './guard-profiles.controller.js';
import { GuardProfilesRepository } from './guard-profiles.repository.js';
import { LicenseEnds } from './license-ends.js';
import { GuardProfilesService } from './guard-profiles.service.js';
import { TimeZones } from './time-zones.js';

@Module({
  imports: [JobsModule],
  controllers: [GuardPapersController, GuardProfilesController],
  providers: [
    Duty,
    EndingLicensesRepository,
    GuardPapers,
    GuardProfilesRepository,
    GuardProfilesService,
    LicenseEnds,
    TimeZones,
  ],
  exports: [GuardProfilesService],
})
export class GuardProfilesModule {}
