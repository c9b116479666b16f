import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { Database } from '../../../platform/database/database.js';
import { EventQueue } from '../../../platform/queue/event-queue.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { SessionsService } from '../../identity/sessions/sessions.service.js';
import { privacyEvents } from '../privacy.events.js';
import { PrivacyRequestsRepository, type PrivacyRequest } from '../privacy-requests.repository.js';
import { PersonEraser } from './person-eraser.js';

/** A process that began an erasure and was killed left nothing behind: it was one transaction. */
const STALE_MS = HOUR_MS;

@Injectable()
export class DueErasures {
  private readonly logger = new Logger('erasure');

  constructor(
    private readonly requests: PrivacyRequestsRepository,
    private readonly eraser: PersonEraser,
    private readonly sessions: SessionsService,
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queue: EventQueue,
  ) {}

  /** Erases everybody whose days of grace are over. One who fails is tried again in an hour and stops no other. */
  async run(): Promise<{ erased: number; failed: number }> {
    const counts = { erased: 0, failed: 0 };
    for (;;) {
      const now = this.clock.now();
      const request = await this.requests.takeDue('erasure', now, shift(now, -STALE_MS));
      if (!request) return counts;
      try {
        await this.erase(request);
        counts.erased++;
      } catch (error) {
        this.logger.error(`request ${request.id}`, error instanceof Error ? error.stack : String(error));
        counts.failed++;
      }
    }
  }

  private async erase({ id, userId }: PrivacyRequest): Promise<void> {
    await this.sessions.revokeAll(userId);
    await this.database.transaction(async () => {
      const outcome = await this.eraser.erase(userId);
      await this.requests.finish(id, 'done', { at: this.clock.now(), outcome });
      await this.audit.record({ action: 'privacy.erased', actor: SYSTEM, subjectId: userId });
      // Others who hold something of the person, outside of this database, are told when it is certain.
      await this.queue.publish(privacyEvents['person.erased'], { userId });
    });
  }
}
