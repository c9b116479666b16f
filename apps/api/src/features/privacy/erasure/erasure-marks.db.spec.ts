import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eraseNow } from '../../../../test/erase-now.js';
import { dumpOfEverything, foundIn, playFullHistory } from '../../../../test/full-history.js';
import { Marketplace } from '../../../../test/marketplace.js';
import { declinedProposal } from '../../../../test/request-world.js';
import { PERSONAL_DATA } from '../registry/registry.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ CHECK_IN_EARLY_MINUTES: '30' });
});
afterAll(() => market.close());

/** What the books and the provider go by, and forms that the database keeps: no words of a person. */
const NO_WORDS =
  /^(payments\.(stripe_|failure_code|card_last4)|disputes\.|bounced_payouts\.|users\.(stripe_|password_hash|phone)|guard_profiles\.(license_state|time_zone))/;

/** Words that cannot be changed, and are marked by a row of their own, or rank others too. */
const OTHERWISE = ['timeline', 'match_decisions'];

/** What the database takes only there. */
const ONLY_WHERE: Record<string, string> = {
  'jobs.cancellation_reason': `status = 'cancelled'`,
  'payments.reason': `payment_type = 'refund'`,
  'guard_profiles.license_refusal': 'license_refused_at IS NOT NULL',
  'corrections.decision_reason': `status = 'decided'`,
};

/** In the form that a column wants. */
const FORMS: [RegExp, (mark: string) => string][] = [
  [/^users\.email$/, (mark) => `${mark}@erase.example`],
  [/^push_subscriptions\.endpoint$/, (mark) => `https://push.example/${mark}`],
  [/(skills|certifications|requirements)$/, (mark) => JSON.stringify([mark])],
  [/^(offers\.components|idempotency_keys\.answer)$/, (mark) => JSON.stringify({ mark })],
];
const formOf = (of: string, mark: string): string => FORMS.find(([form]) => form.test(of))?.[1](mark) ?? mark;

const newMark = (): string => `mark${randomUUID().replaceAll('-', '')}`;

interface TextColumn {
  of: string;
  table: string;
  column: string;
  type: string;
  owner: string;
}

/** Every text of the registry that holds something of a person. */
async function textsOfPeople(): Promise<TextColumn[]> {
  const types = await market.application.dataSource.query<{ of: string; type: string }[]>(
    `SELECT table_name || '.' || column_name AS of, udt_name AS type FROM information_schema.columns
     WHERE table_schema = 'public' AND udt_name IN ('text', 'citext', 'jsonb')`,
  );
  return types.flatMap(({ of, type }) => {
    const [table = '', column = ''] = of.split('.');
    const owner = PERSONAL_DATA[table]?.owner;
    const entry = PERSONAL_DATA[table]?.columns[column];
    if (!entry || owner === undefined || entry.class === 'none' || NO_WORDS.test(of)) return [];
    return OTHERWISE.includes(table) ? [] : [{ of, table, column, type, owner }];
  });
}

/** Writes a mark of its own into each, in the rows that are the person's by the registry. Gives those that found a row. */
async function markTexts(texts: TextColumn[], userId: string): Promise<Map<string, string>> {
  const marks = new Map<string, string>();
  for (const { of, table, column, type, owner } of texts) {
    const mark = newMark();
    const [, changed] = await market.application.dataSource.query<[unknown, number]>(
      `UPDATE ${table} SET ${column} = $2::text::${type} WHERE (${owner}) AND ${ONLY_WHERE[of] ?? 'true'}`,
      [userId, formOf(of, mark)],
    );
    if (changed > 0) marks.set(of, mark);
  }
  return marks;
}

/** What the history of the two leaves out: rows in every table that people fill with words. */
async function fillTheRest(customer: string, guard: string, jobId: string): Promise<string[]> {
  const { dataSource } = market.application;
  const run = (sql: string, values: unknown[]) => dataSource.query(sql, values);
  await run(
    `INSERT INTO push_subscriptions (id, user_id, endpoint, p256dh, auth, device, created_at)
     VALUES (gen_random_uuid(), $1, 'https://push.example/1', 'p', 'a', 'a phone', now())`,
    [guard],
  );
  await run(
    `INSERT INTO notification_settings (user_id, unsubscribe_token, quiet_from_minute, quiet_until_minute, time_zone)
     VALUES ($1, 'token', 60, 120, 'America/Los_Angeles') ON CONFLICT (user_id) DO UPDATE
     SET quiet_from_minute = 60, quiet_until_minute = 120, time_zone = 'America/Los_Angeles'`,
    [guard],
  );
  await run(
    `INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, transports, is_synced, is_backed_up, name, created_at)
     VALUES (gen_random_uuid(), $1, 'c', 'p', 0, '{internal}', false, false, 'n', now())`,
    [guard],
  );
  await run(`DELETE FROM notification_wishes WHERE user_id = $1`, [guard]);
  await run(`INSERT INTO notification_wishes (user_id, category, channel, is_wanted) VALUES ($1, 'c', 'email', true)`, [
    guard,
  ]);
  await run(
    `INSERT INTO idempotency_keys (user_id, key, request_hash, answer, created_at)
     VALUES ($1, 'key-1', sha256('a'), '{}', now())`,
    [customer],
  );
  await run(
    `INSERT INTO account_tokens (token_hash, user_id, purpose, created_at, expires_at, email)
     VALUES (sha256('m'), $1, 'change_email', now(), now() + interval '1 hour', 'next@erase.example')`,
    [customer],
  );
  await run(
    `INSERT INTO corrections (id, job_id, asked_by, kind, status, from_minutes, to_minutes, from_cents, to_cents, reason,
       asked_at, answer_by, answered_at, answer_reason, decided_at, decided_minutes, decided_cents, decision_reason)
     VALUES (gen_random_uuid(), $1, $2, 'minutes', 'decided', 120, 60, 5000, 2500, 'r', now(), now() + interval '2 days',
       now(), 'a', now(), 60, 2500, 'd')`,
    [jobId, guard],
  );
  await run(
    `UPDATE guard_profiles SET license_verified_at = NULL, license_refused_at = now(), license_refusal = 'r' WHERE user_id = $1`,
    [guard],
  );
  await run(
    `INSERT INTO payments (job_id, payee_id, refund_of, payment_type, status, amount_cents, platform_fee_cents,
       guard_payout_cents, reason, failure_message, failed_at)
     SELECT job_id, payer_id, id, 'refund', 'failed', 100, 0, 100, 'r', 'f', now() FROM payments
     WHERE job_id = $1 AND payment_type = 'charge' LIMIT 1`,
    [jobId],
  );
  await run(
    `INSERT INTO credits (id, customer_id, amount_cents, reason, given_by, given_at)
     VALUES (gen_random_uuid(), $1, 100, 'r', $2, now())`,
    [customer, guard],
  );
  await run(
    `INSERT INTO job_messages (id, job_id, guard_id, author_id, client_id, words, written_at)
     VALUES (gen_random_uuid(), $1, $2, $2, gen_random_uuid(), 'w', now())`,
    [jobId, guard],
  );
  await run(
    `INSERT INTO alarms (id, job_id, raised_by, client_id, state, pressed_at, goes_out_at, ended_at, resolution)
     VALUES (gen_random_uuid(), $1, $2, gen_random_uuid(), 'resolved', now(), now(), now(), 'r')`,
    [jobId, guard],
  );
  await declinedProposal(market, jobId, guard);
  return wordsOfTimeline(customer, guard, jobId);
}

/** Rows of the timeline cannot be changed: they come with their marks. Its own, and what the other party said of them. */
async function wordsOfTimeline(customer: string, guard: string, jobId: string): Promise<string[]> {
  const marks = [newMark(), newMark()];
  const tell = (actorId: string, role: string, details: object) =>
    market.application.dataSource.query(
      `INSERT INTO timeline (job_id, type, actor_id, actor_role, details, occurred_at)
       VALUES ($1, 'job.cancelled', $2, $3::actor_role, $4, now())`,
      [jobId, actorId, role, JSON.stringify(details)],
    );
  await tell(customer, 'customer', { reason: marks[0] });
  await tell(guard, 'guard', { reason: 'r', message: marks[1] });
  return marks;
}

const CLOSED = `
  UPDATE users SET deleted_at = now(), status = 'inactive', status_before_closing = 'active', erasure_due_at = now()
  WHERE id = $1`;

it('erasure leaves none of the marks, one in every text of the registry that holds something of a person', async () => {
  const { dataSource } = market.application;
  const { customer, guard, jobId } = await playFullHistory(market, 'A title');
  await customer.person.client.places.save({
    body: {
      ...{ label: 'Home', address: '1 Main St', location: { lat: 1, lng: 1 }, siteRadiusMeters: 150 },
      ...{ notes: 'n', contact: { name: 'c', phone: null } },
    },
  });
  const marks = await fillTheRest(customer.person.id, guard.person.id, jobId);
  const texts = await textsOfPeople();
  const marked = new Set<string>();
  for (const { person } of [customer, guard])
    for (const [of, mark] of await markTexts(texts, person.id)) {
      marked.add(of);
      marks.push(mark);
    }
  // A new text of a person without a row here would go unseen.
  expect(texts.map(({ of }) => of).filter((of) => !marked.has(of))).toEqual([]);
  expect(marks.length).toBeGreaterThanOrEqual(41);
  // Rows that both have are marked by the second.
  const there = foundIn(await dumpOfEverything(market), marks);
  expect(there.length).toBeGreaterThanOrEqual(41);
  for (const { person } of [customer, guard]) {
    await dataSource.query(CLOSED, [person.id]);
    await eraseNow(market, person.id);
  }
  expect(foundIn(await dumpOfEverything(market), marks)).toEqual([]);
});
