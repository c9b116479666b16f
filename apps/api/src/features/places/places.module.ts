import { Global, Module } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { KnownPlaces } from '../jobs/known-places.js';
import { Geocoder } from './geocoder.js';
import { MiddlesOfAreas } from './middles-of-areas.js';
import { NominatimGeocoder } from './nominatim-geocoder.js';
import { PlacesController } from './places.controller.js';
import { SavedPlacesController } from './saved/saved-places.controller.js';
import { SavedPlacesRepository } from './saved/saved-places.repository.js';
import { SavedPlacesService } from './saved/saved-places.service.js';
import { ZipIndexGeocoder } from './zip-index-geocoder.js';

/** Global because jobs, which stands below places, asks how exact one is without knowing who answers. */
@Global()
@Module({
  imports: [JobsModule],
  controllers: [PlacesController, SavedPlacesController],
  providers: [
    {
      provide: Geocoder,
      inject: [Config],
      useFactory: ({ geocoderUrl }: Config): Geocoder =>
        geocoderUrl === undefined ? new ZipIndexGeocoder() : new NominatimGeocoder(geocoderUrl, new ZipIndexGeocoder()),
    },
    { provide: KnownPlaces, useClass: MiddlesOfAreas },
    SavedPlacesRepository,
    SavedPlacesService,
  ],
  exports: [KnownPlaces],
})
export class PlacesModule {}
