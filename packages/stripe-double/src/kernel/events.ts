import Stripe from 'stripe';
import type { Call } from './route.js';
import type { StoredEvent, Tables } from './store.js';
import type { Clock } from './clock.js';
import type { Ids } from './ids.js';
import type { Happening } from './world.js';

/** The version the unmodified SDK asks for and whose shapes the double answers in. */
export const API_VERSION = Stripe.API_VERSION;

/** Records an event with a copy of its object as it is now; later changes to the object do not show in it. */
export function recordEvent(
  { tables, clock, ids }: { tables: Tables; clock: Clock; ids: Ids },
  happening: Happening,
  cause: Pick<Call, 'requestId' | 'idempotencyKey'> | null,
): StoredEvent {
  return tables.events.put({
    id: ids.next('evt'),
    object: 'event',
    ...(happening.account === undefined ? {} : { account: happening.account }),
    api_version: API_VERSION,
    created: clock.seconds(),
    data: {
      object: happening.object,
      ...(happening.previous === undefined
        ? {}
        : { previous_attributes: changedFields(happening.previous, happening.object) }),
    },
    livemode: false,
    pending_webhooks: 0,
    request: { id: cause?.requestId ?? null, idempotency_key: cause?.idempotencyKey ?? null },
    type: happening.type,
  });
}

function changedFields(before: object, after: object): object {
  const now = new Map<string, unknown>(Object.entries(after));
  return Object.fromEntries(
    Object.entries(before).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(now.get(field))),
  );
}
