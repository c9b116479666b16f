import { Controller } from '@nestjs/common';
import { api, type Answer, type Job } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { jobAnswer } from '../jobs/job-answer.js';
import { AcceptOffer } from './offers/accept-offer.js';
import { CandidatesService } from './candidates/candidates.service.js';
import { DeclineOffer } from './offers/decline-offer.js';
import { MatchExplanation } from './explanation/match-explanation.js';
import { MyOffers } from './offers/my-offers.js';
import { Quotes } from './candidates/quotes.js';

@Controller()
export class MatchingController {
  constructor(
    private readonly quotes: Quotes,
    private readonly candidates: CandidatesService,
    private readonly acceptOffer: AcceptOffer,
    private readonly declineOffer: DeclineOffer,
    private readonly explanation: MatchExplanation,
    private readonly offers: MyOffers,
  ) {}

  @Handles(api.jobs.quote)
  quote(@Received() { body }: RequestTo<typeof api.jobs.quote>): Promise<Answer<typeof api.jobs.quote>> {
    return this.quotes.quote(body);
  }

  @Handles(api.jobs.candidates)
  ranked(
    @Received() { caller, params }: RequestTo<typeof api.jobs.candidates>,
  ): Promise<Answer<typeof api.jobs.candidates>> {
    return this.candidates.listFor(caller, params.id);
  }

  @Handles(api.jobs.matchExplanation)
  explain(
    @Received() { caller, params }: RequestTo<typeof api.jobs.matchExplanation>,
  ): Promise<Answer<typeof api.jobs.matchExplanation>> {
    return this.explanation.explain(caller, params.id);
  }

  @Handles(api.offers.mine)
  async mine(@Received() { caller }: RequestTo<typeof api.offers.mine>): Promise<Answer<typeof api.offers.mine>> {
    return { items: await this.offers.list(caller.userId), nextCursor: null };
  }

  @Handles(api.offers.accept)
  async accept(@Received() { caller, params }: RequestTo<typeof api.offers.accept>): Promise<Job> {
    return jobAnswer(await this.acceptOffer.accept(caller, params.id));
  }

  @Handles(api.offers.decline)
  decline(@Received() { caller, params }: RequestTo<typeof api.offers.decline>): Promise<void> {
    return this.declineOffer.decline(caller, params.id);
  }
}
