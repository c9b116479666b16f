export { type CallOptions, type Client, type ClientOptions, createClient } from './client.js';
export { readEvents, type StreamedEvent, type StreamOptions } from './events.js';
export { ApiError, ConnectionError } from './errors.js';
export type { RetryLimits } from './retry.js';
export { type SignedInClient, signIn } from './sign-in.js';
