import { Injectable } from '@nestjs/common';
import type { Answer, api, SharedJob } from '@aegis/contract';
import { zoneOfPlace } from '../../../platform/clock/zone-of-place.js';
import { newToken, sha256 } from '../../../platform/crypto/tokens.js';
import { found } from '../../../platform/http/found.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { actorOf } from '../../../platform/timeline/timeline.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { roughMeters } from '../post/rough-meters.js';
import { TrackingService } from '../tracking.service.js';
import { trackingErrors } from '../tracking.errors.js';
import { ShareLinksRepository } from './share-links.repository.js';

/** For a family and a few friends; more is a mistake, or somebody else's. */
const MOST_LINKS = 10;
const METERS_PER_MILE = 1609.344;
/** About a kilometre: which part of town, and not which house. */
const ROUGH_DEGREES = 100;

/** Links by which others follow a job while it is under way (docs/decisions/0171). */
@Injectable()
export class ShareLinks {
  constructor(
    private readonly links: ShareLinksRepository,
    private readonly jobs: JobsService,
    private readonly tracking: TrackingService,
    private readonly platform: Platform,
  ) {}

  /** Each party sees those of the other: it is about where the guard is. @throws 404 */
  async ofJob(caller: Caller, jobId: string): Promise<Answer<typeof api.sharing.links>> {
    const { customerId } = await this.jobs.getFor(caller, jobId);
    const items = (await this.links.ofJob(jobId)).map(({ id, madeBy, madeAt }) => ({
      ...{ id, madeAt, isMine: madeBy === caller.userId },
      madeBy: madeBy === customerId ? ('customer' as const) : ('guard' as const),
    }));
    return { items };
  }

  /** @throws 404; 409 `not_under_way`, `too_many_links` */
  async make(caller: Caller, jobId: string): Promise<{ id: string; token: string }> {
    await this.jobs.getFor(caller, jobId);
    const { clock, database, ids, timeline } = this.platform;
    return database.transaction(async () => {
      const { status, guardId } = await this.jobs.lock(jobId);
      if (!guardId || (status !== 'matched' && status !== 'in_progress')) throw trackingErrors.problem('not_under_way');
      if ((await this.links.count(jobId)) >= MOST_LINKS) throw trackingErrors.problem('too_many_links');
      const [id, token] = [ids.next(), newToken()];
      await this.links.make({ id, tokenHash: sha256(token), jobId, guardId, by: caller.userId, at: clock.now() });
      const actor = actorOf(caller);
      await timeline.record({ subject: { jobId }, type: 'share.made', actor, details: {} });
      return { id, token };
    });
  }

  /** By either party. @throws 404 */
  async end(caller: Caller, id: string): Promise<void> {
    const { clock, database, timeline } = this.platform;
    await database.transaction(async () => {
      const jobId = found(await this.links.end(id, caller.userId, clock.now()));
      const actor = actorOf(caller);
      await timeline.record({ subject: { jobId }, type: 'share.ended', actor, details: {} });
    });
  }

  /** @throws 404 `link_not_valid`: unknown, taken back and ended look alike. */
  async look(token: string): Promise<SharedJob> {
    const link = await this.links.byToken(sha256(token));
    if (!link) throw trackingErrors.problem('link_not_valid');
    const job = await this.jobs.get(link.jobId);
    const fix = await this.tracking.whereIs(job);
    const isOnSite = job.status === 'in_progress';
    const { startTime, endTime } = job;
    return {
      ...{ startTime, endTime, guardFirstName: link.guardFirstName, timeZone: zoneOfPlace(job.location) },
      state: isOnSite ? 'on_site' : 'booked',
      arrivedAt: job.startedAt,
      site: isOnSite ? job.location : roughly(job.location),
      awayMiles: fix && !isOnSite ? Math.floor(roughMeters(fix, job.location) / METERS_PER_MILE) : null,
      guard:
        fix && isOnSite
          ? { position: { lat: fix.lat, lng: fix.lng }, accuracyMeters: fix.accuracyMeters, seenAt: fix.recordedAt }
          : null,
    };
  }
}

const roughly = ({ lat, lng }: JobRow['location']): JobRow['location'] => ({
  lat: Math.round(lat * ROUGH_DEGREES) / ROUGH_DEGREES,
  lng: Math.round(lng * ROUGH_DEGREES) / ROUGH_DEGREES,
});
