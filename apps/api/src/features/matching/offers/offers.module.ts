import { Global, Module } from '@nestjs/common';
import { OfferBook } from '../../jobs/offer-book.js';
import { PausedSearchesRepository } from '../search/paused-searches.repository.js';
import { KeptOffers } from './kept-offers.js';
import { OffersRepository } from './offers.repository.js';

/** Global because jobs, which stands below matching, lets offers go without knowing who keeps them. */
@Global()
@Module({
  providers: [KeptOffers, OffersRepository, PausedSearchesRepository, { provide: OfferBook, useExisting: KeptOffers }],
  exports: [KeptOffers, OfferBook, OffersRepository, PausedSearchesRepository],
})
export class OffersModule {}
