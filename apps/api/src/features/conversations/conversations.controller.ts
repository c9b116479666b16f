import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { Conversation } from './conversation.js';

const { conversations } = api;
type Conversations = typeof conversations;

@Controller()
export class ConversationsController {
  constructor(private readonly conversation: Conversation) {}

  @Handles(conversations.ofJob)
  ofJob(@Received() { caller, params }: RequestTo<Conversations['ofJob']>): Promise<Answer<Conversations['ofJob']>> {
    return this.conversation.ofJob(caller, params.id);
  }

  @Handles(conversations.write)
  write(
    @Received() { caller, params, body }: RequestTo<Conversations['write']>,
  ): Promise<Answer<Conversations['write']>> {
    return this.conversation.write(caller, params.id, body);
  }

  @Handles(conversations.read)
  read(@Received() { caller, params }: RequestTo<Conversations['read']>): Promise<void> {
    return this.conversation.read(caller, params.id);
  }

  @Handles(conversations.onDesk)
  onDesk(
    @Received() { caller, params, body }: RequestTo<Conversations['onDesk']>,
  ): Promise<Answer<Conversations['onDesk']>> {
    return this.conversation.onDesk(caller, params.id, body.reason);
  }
}
