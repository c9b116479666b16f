import type { Fault } from '@aegis/stripe-double';

/** Every way in which Stripe and the network between misbehave, about one call in six in all. */
export const chaosFaults = (mostMilliseconds: number): Fault[] => [
  { kind: 'rate_limit', operation: 'POST /v1/**', probability: 0.02 },
  { kind: 'server_error', operation: 'POST /v1/**', probability: 0.02 },
  { kind: 'server_error_after', operation: 'POST /v1/**', probability: 0.02 },
  { kind: 'server_error_kept', operation: 'POST /v1/**', probability: 0.02 },
  { kind: 'timeout_before', operation: 'POST /v1/**', probability: 0.03 },
  { kind: 'timeout_after', operation: 'POST /v1/**', probability: 0.03 },
  { kind: 'hang', operation: 'POST /v1/**', probability: 0.01, mostMilliseconds },
  { kind: 'answer_late', operation: 'POST /v1/**', probability: 0.02, mostMilliseconds },
  { kind: 'server_error', operation: 'GET /v1/**', probability: 0.02 },
  { kind: 'hang', operation: 'GET /v1/**', probability: 0.005, mostMilliseconds },
  { kind: 'decline', operation: 'POST /v1/payment_intents', probability: 0.05 },
  { kind: 'webhook_lost', event: '*', probability: 0.1 },
  { kind: 'webhook_doubled', event: '*', probability: 0.15 },
  { kind: 'webhook_late', event: '*', probability: 0.1 },
  { kind: 'webhook_reordered', event: '*', probability: 0.1 },
  { kind: 'webhook_forged', event: '*', probability: 0.05 },
];
