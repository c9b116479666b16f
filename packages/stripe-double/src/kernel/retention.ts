import type { World } from './world.js';

/** Stripe gives access to events for 30 days (https://docs.stripe.com/api/events) and keeps keys for one. */
const EVENT_SECONDS = 30 * 24 * 60 * 60;
const KEY_SECONDS = 24 * 60 * 60;

/** Forgets what Stripe forgets too, so that a long-lived state directory does not grow without end. */
export function forgetOld({ tables, clock }: World): void {
  const now = clock.seconds();
  for (const event of tables.events.all()) {
    if (event.created + EVENT_SECONDS < now && event.pending_webhooks === 0) tables.events.remove(event.id);
  }
  for (const answer of tables.idempotency.all()) {
    if (answer.created + KEY_SECONDS < now) tables.idempotency.remove(answer.id);
  }
}
