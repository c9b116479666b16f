import { Module } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Geocoder } from './geocoder.js';
import { NominatimGeocoder } from './nominatim-geocoder.js';
import { PlacesController } from './places.controller.js';
import { ZipIndexGeocoder } from './zip-index-geocoder.js';

@Module({
  controllers: [PlacesController],
  providers: [
    {
      provide: Geocoder,
      inject: [Config],
      useFactory: ({ geocoderUrl }: Config): Geocoder =>
        geocoderUrl === undefined ? new ZipIndexGeocoder() : new NominatimGeocoder(geocoderUrl, new ZipIndexGeocoder()),
    },
  ],
})
export class PlacesModule {}
