import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { notificationEvents, UNSEEN } from '../notifications.events.js';
import { MessagesRepository } from './messages.repository.js';

/** When a message was to be seen by now and nobody has, it goes out by the next channels. */
@Injectable()
export class UnseenWatch implements OnModuleInit {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.deadlines.subscribe(UNSEEN, (causeId) => this.look(causeId));
  }

  private async look(causeId: string): Promise<void> {
    if (await this.messages.hasUnseen(causeId, this.platform.clock.now()))
      await this.platform.queue.publish(notificationEvents['messages.unseen'], { causeId });
  }
}
