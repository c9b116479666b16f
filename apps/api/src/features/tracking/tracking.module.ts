import { Module } from '@nestjs/common';
import { PlainRoutes } from '../../platform/http/plain-routes.js';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { DistributedHistory } from './history/distributed-history.js';
import { FixHistory } from './history/fix-history.js';
import { PlacedHistory } from './history/placed-history.js';
import { WholeHistory } from './history/whole-history.js';
import { Arrivals } from './ingest/arrivals.js';
import { FixIngest } from './ingest/fix-ingest.js';
import { FixStore } from './ingest/fix-store.js';
import { Ingest } from './ingest/ingest.js';
import { IngestRoutes } from './ingest/ingest.routes.js';
import { KnownJobs } from './ingest/known-jobs.js';
import { PositionReports } from './ingest/position-reports.js';
import { RecentTracks } from './ingest/recent-tracks.js';
import { CatchUp } from './live/catch-up.js';
import { LiveBus } from './live/live-bus.js';
import { LiveHub } from './live/live-hub.js';
import { LiveLocations } from './live/live-locations.js';
import { LiveRoutes } from './live/live.routes.js';
import { OpenStream } from './live/open-stream.js';
import { StreamCare } from './live/stream-care.js';
import { TimelineTail } from './live/timeline-tail.js';
import { LocationPartitions } from './location-partitions.js';
import { LocationPartitionsRepository } from './location-partitions.repository.js';
import { SilenceWatch } from './silence/silence-watch.js';
import { Alarms } from './alarms/alarms.js';
import { AlarmsController } from './alarms/alarms.controller.js';
import { AlarmsRepository } from './alarms/alarms.repository.js';
import { ShareController } from './share/share.controller.js';
import { ShareLinks } from './share/share-links.js';
import { ShareLinksRepository } from './share/share-links.repository.js';
import { PostWatch } from './post/post-watch.js';
import { WayWatch } from './post/way-watch.js';
import { Silence } from './silence/silence.js';
import { SilenceRepository } from './silence/silence.repository.js';
import { TrackFixesModule } from './track-fixes.module.js';
import { TrackingController } from './tracking.controller.js';
import { TrackingService } from './tracking.service.js';

const INGEST = [
  ...[Arrivals, FixIngest, FixStore, Ingest, IngestRoutes],
  ...[KnownJobs, PositionReports, RecentTracks],
];
const HISTORY = [DistributedHistory, PlacedHistory, WholeHistory, { provide: FixHistory, useExisting: PlacedHistory }];
const LIVE = [CatchUp, LiveBus, LiveHub, LiveLocations, LiveRoutes, OpenStream, StreamCare, TimelineTail];
const AT_WORK = [PostWatch, Silence, SilenceRepository, SilenceWatch, WayWatch];

@Module({
  imports: [GuardProfilesModule, JobsModule, TrackFixesModule],
  controllers: [AlarmsController, ShareController, TrackingController],
  providers: [
    LocationPartitions,
    LocationPartitionsRepository,
    PlainRoutes,
    TrackingService,
    ...HISTORY,
    ...INGEST,
    Alarms,
    AlarmsRepository,
    ShareLinks,
    ShareLinksRepository,
    ...LIVE,
    ...AT_WORK,
  ],
  exports: [Alarms, FixIngest, LiveHub, LocationPartitions, Silence],
})
export class TrackingModule {}
