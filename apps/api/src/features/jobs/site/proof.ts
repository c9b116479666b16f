import { Injectable } from '@nestjs/common';
import type { api, Input } from '@aegis/contract';
import { Problem } from '../../../platform/http/problem.js';
import { Platform } from '../../../platform/platform.js';
import type { TimelineDetails } from '@aegis/contract';
import type { JobRow } from '../job-rows.js';
import { JobsRepository } from '../jobs.repository.js';
import { ArrivalCode } from './arrival-code.js';
import { PresenceRepository } from './presence.repository.js';
import type { ProvedAt } from './proved-at.js';
import { type Presence, SitePresence } from './site-presence.js';

export type Reported = Input<typeof api.jobs.checkIn>['body'];
export type Proved = ProvedAt & { details: TimelineDetails<'job.started'> };

/** Refusals that say something of the phone, and not of where the guard is. */
const DOUBTS: readonly string[] = ['outside_geofence', 'position_too_poor', 'stay_a_moment', 'position_not_current'];

/** That a guard is at the site: by their phone's position, or by the code that the customer tells them. */
@Injectable()
export class ProofOfPresence {
  constructor(
    private readonly positions: SitePresence,
    private readonly codes: ArrivalCode,
    private readonly repository: JobsRepository,
    private readonly presence: PresenceRepository,
    private readonly platform: Platform,
  ) {}

  /** @throws 422 that says what is missing; that a guard tried it near by is kept in their favour */
  async of(guardId: string, job: JobRow, reported: Reported): Promise<Proved> {
    if ('code' in reported) return { ...(await this.codes.prove(job, reported.code)), details: { proof: 'code' } };
    try {
      const { location, siteRadiusMeters } = job;
      const proved = await this.positions.prove({ guardId, jobId: job.id, location, siteRadiusMeters }, reported);
      return { ...proved, details: { proof: 'position', ...proved.details } };
    } catch (error) {
      if (error instanceof Problem && DOUBTS.includes(error.code)) await this.noteDoubt(guardId, job, reported);
      throw error;
    }
  }

  private async noteDoubt(guardId: string, job: JobRow, { location, accuracyMeters }: Presence): Promise<void> {
    const distanceMeters = await this.repository.distanceToSite(job.id, location);
    const { config, clock } = this.platform;
    if (distanceMeters - accuracyMeters > config.rules.NEAR_SITE_METERS) return;
    await this.presence.noteTried(job.id, guardId, clock.now());
  }
}
