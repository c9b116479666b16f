import { Injectable, Logger } from '@nestjs/common';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { SessionsService } from '../../identity/sessions/sessions.service.js';
import { privacyEvents } from '../privacy.events.js';
import { PrivacyRequestsRepository, type PrivacyRequest } from '../privacy-requests.repository.js';
import { ErasureInSteps } from './erasure-in-steps.js';

/** Since its last step: whoever was at it was killed. Two at it would take each step once all the same. */
const STALE_MS = HOUR_MS;

@Injectable()
export class DueErasures {
  private readonly logger = new Logger('erasure');

  constructor(
    private readonly requests: PrivacyRequestsRepository,
    private readonly steps: ErasureInSteps,
    private readonly sessions: SessionsService,
    private readonly platform: Platform,
  ) {}

  /** Erases everybody whose days of grace are over. One who fails is tried again in an hour and stops no other. */
  async run(): Promise<{ erased: number; failed: number }> {
    const counts = { erased: 0, failed: 0 };
    while (!this.platform.schedule.isEnding) {
      const now = this.platform.clock.now();
      const request = await this.requests.takeDue('erasure', now, shift(now, -STALE_MS));
      if (!request) return counts;
      try {
        if (await this.erase(request)) counts.erased++;
      } catch (error) {
        this.logger.error(`request ${request.id}`, error instanceof Error ? error.stack : String(error));
        counts.failed++;
      }
    }
    return counts;
  }

  /** False when the rest was left to somebody else. */
  private async erase(request: PrivacyRequest): Promise<boolean> {
    const { audit, clock, queue, schedule } = this.platform;
    const { id, userId } = request;
    await this.sessions.revokeAll(userId);
    return this.steps.carryOn(request, {
      isEnding: () => schedule.isEnding,
      finish: async () => {
        await this.requests.finish(id, 'done', { at: clock.now() });
        await audit.record({ action: 'privacy.erased', actor: SYSTEM, subjectId: userId });
        // Others who hold something of the person, outside of this database, are told when it is certain.
        await queue.publish(privacyEvents['person.erased'], { userId });
      },
    });
  }
}
