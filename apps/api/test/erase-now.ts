import { randomUUID } from 'node:crypto';
import { DueErasures } from '../src/features/privacy/erasure/due-erasures.js';
import type { Marketplace } from './marketplace.js';

/** As if the days of grace of this person were over; past the closing of their account, which a test may not want to wait for. */
export async function eraseNow({ application, now }: Marketplace, userId: string): Promise<void> {
  await application.dataSource.query(
    `INSERT INTO privacy_requests (id, user_id, kind, cause, requested_at, due_at)
     VALUES ($1, $2, 'erasure', 'on_request', $3, $3)
     ON CONFLICT (user_id) WHERE kind = 'erasure' AND status = 'pending' DO UPDATE SET due_at = $3`,
    [randomUUID(), userId, now],
  );
  const { failed } = await application.app.get(DueErasures).run();
  if (failed > 0) throw new Error('somebody could not be erased');
}
