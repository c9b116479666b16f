import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { SessionsService } from '../../identity/sessions/sessions.service.js';
import { LiveHub } from './live-hub.js';

const SESSIONS_AT_ONCE = 1000;

/** Keeps streams alive, and ends those whose session has ended: here at once, elsewhere within a heartbeat. */
@Injectable()
export class StreamCare implements OnModuleInit, OnModuleDestroy {
  constructor(
    private readonly hub: LiveHub,
    private readonly sessions: SessionsService,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const { config, schedule } = this.platform;
    this.sessions.onEnd((isEnded) => this.hub.endOf(isEnded));
    const heartbeatMs = config.rules.STREAM_HEARTBEAT_SECONDS * SECOND_MS;
    // Every second those whose time has come: thousands of writes in one turn would hold everything up.
    schedule.inEveryProcess(SECOND_MS, 'stream-heartbeat', () => this.beat(heartbeatMs));
    // When the database is away it is asked again at the next heartbeat: to end every stream because of it helps nobody.
    schedule.inEveryProcess(heartbeatMs, 'stream-sessions', () => this.endUnauthorised());
  }

  /** Before the server closes, which waits for open connections. */
  onModuleDestroy(): void {
    for (const stream of this.hub.streams) stream.end();
  }

  beat(heartbeatMs: number): void {
    const before = performance.now() - heartbeatMs;
    for (const stream of this.hub.streams) if (stream.lastBeatAt < before) stream.beat();
  }

  async endUnauthorised(): Promise<void> {
    const ids = [...new Set([...this.hub.streams].map(({ caller }) => caller.sessionId))];
    for (let first = 0; first < ids.length; first += SESSIONS_AT_ONCE) {
      const asked = new Set(ids.slice(first, first + SESSIONS_AT_ONCE));
      const live = await this.sessions.liveOf([...asked]);
      this.hub.endOf(({ sessionId }) => asked.has(sessionId) && !live.has(sessionId));
    }
  }
}
