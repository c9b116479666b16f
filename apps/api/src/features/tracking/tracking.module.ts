import { Module } from '@nestjs/common';
import { GuardProfilesModule } from '../guard-profiles/guard-profiles.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LocationPartitions } from './location-partitions.js';
import { LocationPartitionsRepository } from './location-partitions.repository.js';
import { TrackingController } from './tracking.controller.js';
import { TrackingRepository } from './tracking.repository.js';
import { TrackingService } from './tracking.service.js';

@Module({
  imports: [GuardProfilesModule, JobsModule],
  controllers: [TrackingController],
  providers: [LocationPartitions, LocationPartitionsRepository, TrackingRepository, TrackingService],
  exports: [LocationPartitions],
})
export class TrackingModule {}
