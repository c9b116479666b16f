import { Module } from '@nestjs/common';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AcceptOffer } from './accept-offer.js';
import { BatchDispatch } from './batch-dispatch.js';
import { CandidatesRepository } from './candidates.repository.js';
import { CandidatesService } from './candidates.service.js';
import { DecisionsRepository } from './decisions.repository.js';
import { DeclineOffer } from './decline-offer.js';
import { Demands } from './demand.js';
import { DispatchTriggers } from './dispatch-triggers.js';
import { Dispatch } from './dispatch.js';
import { Market } from './market.js';
import { MatchExplanation } from './match-explanation.js';
import { MatchingController } from './matching.controller.js';
import { Newcomers } from './newcomers.js';
import { OfferWave } from './offer-wave.js';
import { OffersRepository } from './offers.repository.js';
import { OpenSearches } from './open-searches.js';
import { SearchStart } from './search-start.js';
import { StandingRepository } from './standing.repository.js';

@Module({
  imports: [JobsModule, GuardProfilesModule],
  controllers: [MatchingController],
  providers: [
    AcceptOffer,
    BatchDispatch,
    CandidatesRepository,
    CandidatesService,
    DecisionsRepository,
    DeclineOffer,
    Demands,
    Dispatch,
    DispatchTriggers,
    Market,
    MatchExplanation,
    Newcomers,
    OfferWave,
    OffersRepository,
    OpenSearches,
    SearchStart,
    StandingRepository,
  ],
  exports: [CandidatesService],
})
export class MatchingModule {}
