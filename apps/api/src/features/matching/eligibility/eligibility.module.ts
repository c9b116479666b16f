import { Global, Module } from '@nestjs/common';
import { GuardStanding } from '../../jobs/guard-standing.js';
import { Demands } from './demand.js';
import { EligibilityRepository } from './eligibility.repository.js';
import { Eligibility } from './eligibility.js';

/** Global because jobs, which stands below matching, asks at check-in without knowing who answers. */
@Global()
@Module({
  providers: [Demands, Eligibility, EligibilityRepository, { provide: GuardStanding, useExisting: Eligibility }],
  exports: [Demands, Eligibility, EligibilityRepository, GuardStanding],
})
export class EligibilityModule {}
