import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { type SubjectRow } from '../../../platform/timeline/timeline.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { eventOfRow } from './live-event.js';
import { LiveBus } from './live-bus.js';
import { LiveHub } from './live-hub.js';
import { TimelinePosition } from './timeline-position.js';

/** For changes of other processes where no bell of theirs is heard. */
const POLL_MS = SECOND_MS;
/** Nobody listens: the next one begins with what is new then. Longer than opening a stream takes. */
const FORGET_AFTER_MS = 30 * SECOND_MS;
const BATCH = 500;
/** Changes under way when the first stream opens may have lower ids than the last one seen. */
const LOOK_BACK_IDS = 200;

/** Reads what is new on the timeline, as long as anybody listens, and gives it to the streams. */
@Injectable()
export class TimelineTail implements OnModuleInit {
  private readonly logger = new Logger('timeline-tail');
  private position: TimelinePosition | null = null;
  private reading: Promise<void> | null = null;
  private isStale = false;
  private followedAt = 0;

  constructor(
    private readonly jobs: JobsService,
    private readonly hub: LiveHub,
    private readonly bus: LiveBus,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.timeline.onRecorded(() => {
      this.bus.ring();
      this.wake();
    });
    this.bus.onBell(() => this.wake());
    this.platform.schedule.inEveryProcess(POLL_MS, 'timeline-tail', () => this.wake());
  }

  /** Before a stream begins; gives what it resumes after when nothing else is known. */
  async follow(): Promise<number> {
    this.followedAt = performance.now();
    if (!this.position) {
      const last = await this.platform.timeline.lastId();
      const position = new TimelinePosition(Math.max(0, last - LOOK_BACK_IDS));
      const recent = await this.platform.timeline.since(position.top, [], LOOK_BACK_IDS * 2);
      for (const { id } of recent) position.read(id, performance.now());
      this.position ??= position;
    }
    return this.position.after;
  }

  /** Reads soon; when a reading is under way, once more after it. */
  wake(): void {
    if (!this.position) return;
    if (this.hub.size > 0) this.followedAt = performance.now();
    else if (performance.now() - this.followedAt > FORGET_AFTER_MS) {
      this.position = null;
      return;
    }
    this.isStale = true;
    this.reading ??= this.readAll().finally(() => (this.reading = null));
  }

  private async readAll(): Promise<void> {
    try {
      while (this.isStale && this.position) {
        this.isStale = false;
        const rows = await this.platform.timeline.since(this.position.top, this.position.gaps, BATCH);
        await this.tell(rows, this.position);
        this.position.giveUpMissing(performance.now());
        if (rows.length === BATCH) this.isStale = true;
      }
    } catch (error) {
      // The next second tries again: the position has not moved.
      this.logger.warn(String(error));
    }
  }

  private async tell(rows: readonly SubjectRow[], position: TimelinePosition): Promise<void> {
    const jobIds = rows.flatMap(({ jobId }) => jobId ?? []);
    const jobs = jobIds.length > 0 ? await this.jobs.followed([...new Set(jobIds)]) : new Map<string, never>();
    for (const row of rows) {
      if (!position.read(row.id, performance.now())) continue;
      const event = eventOfRow(row, jobs.get(row.jobId ?? ''));
      if (event) this.hub.publish(event, position.after);
    }
  }
}
