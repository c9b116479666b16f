import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { Conversation } from './conversation.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsRepository } from './conversations.repository.js';

@Module({
  imports: [JobsModule],
  controllers: [ConversationsController],
  providers: [Conversation, ConversationsRepository],
})
export class ConversationsModule {}
