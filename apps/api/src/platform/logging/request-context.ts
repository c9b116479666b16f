import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the request under way, wherever it is asked for. */
export interface RequestContext {
  requestId: string;
  /** By its method: what is written on the way (a session that lasts longer) is nothing that it asked for. */
  onlyReads?: boolean;
  /** Something was handed to the database that stays although the request may fail: it cannot promise that nothing was changed. */
  mayHaveChanged?: boolean;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
