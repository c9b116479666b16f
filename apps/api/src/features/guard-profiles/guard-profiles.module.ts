import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { Duty } from './duty.js';
import { GuardProfilesController } from './guard-profiles.controller.js';
import { GuardProfilesRepository } from './guard-profiles.repository.js';
import { GuardProfilesService } from './guard-profiles.service.js';

@Module({
  imports: [JobsModule],
  controllers: [GuardProfilesController],
  providers: [Duty, GuardProfilesRepository, GuardProfilesService],
  exports: [GuardProfilesService],
})
export class GuardProfilesModule {}
