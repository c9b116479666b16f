import { Module } from '@nestjs/common';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AcceptOffer } from './offers/accept-offer.js';
import { AssignGuard } from './offers/assign-guard.js';
import { AssignmentsRepository } from './offers/assignments.repository.js';
import { BatchDispatch } from './search/batch-dispatch.js';
import { BestCandidates } from './candidates/best-candidates.js';
import { CandidatesRepository } from './candidates/candidates.repository.js';
import { CandidatesService } from './candidates/candidates.service.js';
import { DecisionsRepository } from './explanation/decisions.repository.js';
import { DeclineOffer } from './offers/decline-offer.js';
import { EligibilityModule } from './eligibility/eligibility.module.js';
import { DispatchTriggers } from './search/dispatch-triggers.js';
import { Dispatch } from './search/dispatch.js';
import { Market } from './candidates/market.js';
import { MatchExplanation } from './explanation/match-explanation.js';
import { MatchingController } from './matching.controller.js';
import { MyOffers } from './offers/my-offers.js';
import { Newcomers } from './search/newcomers.js';
import { OfferedJobs } from './search/offered-jobs.js';
import { OfferWave } from './offers/offer-wave.js';
import { OffersModule } from './offers/offers.module.js';
import { OpenSearches } from './search/open-searches.js';
import { Quotes } from './candidates/quotes.js';
import { SearchStart } from './search/search-start.js';
import { StandingRepository } from './explanation/standing.repository.js';
import { Surroundings } from './candidates/surroundings.js';
import { ToldOffers } from './offers/told-offers.js';

@Module({
  imports: [EligibilityModule, JobsModule, GuardProfilesModule, OffersModule],
  controllers: [MatchingController],
  providers: [
    AcceptOffer,
    AssignGuard,
    AssignmentsRepository,
    BatchDispatch,
    BestCandidates,
    CandidatesRepository,
    CandidatesService,
    DecisionsRepository,
    DeclineOffer,
    Dispatch,
    DispatchTriggers,
    Market,
    MatchExplanation,
    MyOffers,
    Newcomers,
    OfferedJobs,
    OfferWave,
    OpenSearches,
    Quotes,
    SearchStart,
    StandingRepository,
    Surroundings,
    ToldOffers,
  ],
  exports: [AssignGuard, CandidatesService, MatchExplanation, ToldOffers],
})
export class MatchingModule {}
