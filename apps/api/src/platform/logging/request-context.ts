import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the request under way, wherever it is asked for. */
export interface RequestContext {
  requestId: string;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
