import { Global, Injectable, Module } from '@nestjs/common';
import { type SiteFix, type SiteTrack, StoredFixes } from '../jobs/site/stored-fixes.js';
import { TrackingRepository } from './tracking.repository.js';

@Injectable()
class TrackFixes extends StoredFixes {
  constructor(private readonly repository: TrackingRepository) {
    super();
  }

  override between(track: SiteTrack, from: Date, until: Date): Promise<SiteFix[]> {
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
