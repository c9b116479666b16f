export type { Books, BookSums } from './books.js';
export type { CallFault, Fault, WebhookFault } from './kernel/faults.js';
export type { TimeSource } from './kernel/clock.js';
export type { FlushResult } from './kernel/webhooks.js';
export { type RandomSource, seededRandom } from './kernel/random.js';
export type { WebhookTarget } from './resources/webhook-endpoints.js';
export { startStripeDouble } from './start-stripe-double.js';
export { StripeDouble, type StripeDoubleOptions } from './stripe-double.js';
