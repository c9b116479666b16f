import { Global, Module } from '@nestjs/common';
import { LiveOffers } from '../../jobs/editing/live-offers.js';
import { PausedSearchesRepository } from '../search/paused-searches.repository.js';
import { EndOffers } from './end-offers.js';
import { OffersRepository } from './offers.repository.js';

/** Global because jobs, which stands below matching, ends the offers of a job that is changed without knowing who made them. */
@Global()
@Module({
  providers: [EndOffers, OffersRepository, PausedSearchesRepository, { provide: LiveOffers, useExisting: EndOffers }],
  exports: [EndOffers, LiveOffers, OffersRepository, PausedSearchesRepository],
})
export class OffersModule {}
