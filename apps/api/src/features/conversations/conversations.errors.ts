import { catalogue } from '../../platform/http/problem.js';

export const conversationErrors = catalogue({
  conversation_closed: 409,
  other_party_gone: 409,
});
