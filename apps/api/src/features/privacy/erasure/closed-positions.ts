import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { privacyEvents } from '../privacy.events.js';
import { PersonEraser } from './person-eraser.js';

/**
 * The trails of somebody who leaves go at once, after the transaction that closes their account and not within it: they may lie on
 * other servers (docs/decisions/0235-trails-go-after-the-commit.md).
 */
@Injectable()
export class ClosedPositions implements OnModuleInit {
  constructor(
    private readonly eraser: PersonEraser,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.queue.subscribe(privacyEvents['account.closed'], 'privacy-erase-trails', ({ userId, closedAt }) =>
      this.eraser.eraseTrails(userId, new Date(closedAt)),
    );
  }
}
