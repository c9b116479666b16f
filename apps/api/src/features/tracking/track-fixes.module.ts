import { Global, Injectable, Module } from '@nestjs/common';
import { type SiteFix, StoredFixes } from '../jobs/site/stored-fixes.js';
import { type Track, TrackingRepository } from './tracking.repository.js';

@Injectable()
class TrackFixes extends StoredFixes {
  constructor(private readonly repository: TrackingRepository) {
    super();
  }

  override between(track: Track, from: Date, until: Date): Promise<SiteFix[]> {
    // The end of a range is excluded, and moments have milliseconds.
    return this.repository.siteFixes(track, { from, until: new Date(until.getTime() + 1) });
  }
}

/** Global because jobs, which stands below tracking, asks for stored fixes at check-in without knowing who keeps them. */
@Global()
@Module({
  providers: [TrackingRepository, { provide: StoredFixes, useClass: TrackFixes }],
  exports: [StoredFixes, TrackingRepository],
})
export class TrackFixesModule {}
