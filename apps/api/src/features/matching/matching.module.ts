import { Module } from '@nestjs/common';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AnswerOffer } from './answer-offer.js';
import { CandidatesRepository } from './candidates.repository.js';
import { CandidatesService } from './candidates.service.js';
import { Demands } from './demand.js';
import { Dispatch, DispatchTriggers } from './dispatch.js';
import { MatchingController } from './matching.controller.js';
import { OffersRepository } from './offers.repository.js';

@Module({
  imports: [JobsModule, GuardProfilesModule],
  controllers: [MatchingController],
  providers: [
    AnswerOffer,
    CandidatesRepository,
    CandidatesService,
    Demands,
    Dispatch,
    DispatchTriggers,
    OffersRepository,
  ],
  exports: [CandidatesService],
})
export class MatchingModule {}
