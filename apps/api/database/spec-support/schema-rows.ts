import { randomBytes, randomUUID } from 'node:crypto';

export type Row = Record<string, unknown>;

/** What the rows are written with: a connection of any kind. */
export type Execute = (sql: string, values: unknown[]) => Promise<unknown>;

export const NOON = '2030-05-01T12:00:00Z';
const EIGHT = '2030-05-01T20:00:00Z';
export const PLACE = 'SRID=4326;POINT(-118.2428 34.0537)';

export const MATCHED = { status: 'matched', matched_at: NOON };
export const IN_PROGRESS = {
  ...MATCHED,
  status: 'in_progress',
  started_at: NOON,
  check_in_proof: 'position',
  check_in_location: PLACE,
};
export const COMPLETED = {
  ...IN_PROGRESS,
  status: 'completed',
  completed_at: EIGHT,
  ended_by: 'guard',
  check_out_proof: 'position',
  check_out_location: PLACE,
  worked_minutes: 480,
  due_amount_cents: 20_000,
};
export const CANCELLED = {
  status: 'cancelled',
  cancelled_at: NOON,
  cancellation_reason: 'rain',
  due_amount_cents: 0,
};
export const SUCCEEDED = { status: 'succeeded', succeeded_at: NOON };

/** Rows that keep every rule, with columns of the caller's: so that one that breaks a rule breaks that one alone. */
export class SchemaRows {
  constructor(private readonly execute: Execute) {}

  async insert(table: string, row: Row): Promise<void> {
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    await this.execute(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    );
  }

  update(table: string, id: string, change: Row): Promise<void> {
    return this.updateWhere(table, 'id', id, change);
  }

  async updateWhere(table: string, key: string, value: string, change: Row): Promise<void> {
    const sets = Object.keys(change).map((column, index) => `${column} = $${index + 2}`);
    await this.execute(`UPDATE ${table} SET ${sets.join(', ')} WHERE ${key} = $1`, [value, ...Object.values(change)]);
  }

  async delete(table: string, value: string, key = 'id'): Promise<void> {
    await this.execute(`DELETE FROM ${table} WHERE ${key} = $1`, [value]);
  }

  /** Tables that refer to each other are emptied together. */
  async empty(...tables: string[]): Promise<void> {
    await this.execute(`TRUNCATE ${tables.join(', ')}`, []);
  }

  async user(row: Row = {}): Promise<string> {
    const id = randomUUID();
    const names = { email: `${id}@test.example`, password_hash: 'none', first_name: 'Kim', last_name: 'Lee' };
    return this.withId('users', { id, ...names, role: 'customer', status: 'active', ...row });
  }

  guard(): Promise<string> {
    return this.user({ role: 'guard' });
  }

  async session(row: Row = {}): Promise<string> {
    const times = { created_at: NOON, expires_at: EIGHT };
    return this.withId('sessions', { token_hash: Buffer.alloc(32, randomUUID()), ...times, ...row }, 'user_id');
  }

  async guardProfile(row: Row = {}): Promise<string> {
    return this.withId('guard_profiles', row, 'user_id');
  }

  /** Eight hours at 25.00: 200.00, of which 160.00 are the guard's. Requested. */
  async job(row: Row = {}): Promise<string> {
    const place = { location_address: '200 N Spring St', location_coordinates: PLACE };
    const price = { hourly_rate_cents: 2500, total_amount_cents: 20_000 };
    const split = { platform_fee_cents: 4000, guard_payout_cents: 16_000 };
    const booking = { title: 'Gate', job_type: 'basic', start_time: NOON, end_time: EIGHT };
    const job = { ...booking, ...place, required_clearance_level: 'basic', ...price, ...split, ...row };
    return this.withId('jobs', job, 'customer_id');
  }

  /** Walked along the states to the last of `changes`; `guard_id` is set with the first. */
  async jobAlong(changes: readonly Row[], row: Row = {}): Promise<string> {
    const id = await this.job(row);
    const guardId = await this.guard();
    for (const change of changes) await this.update('jobs', id, { guard_id: guardId, ...change });
    return id;
  }

  async offer(row: Row = {}): Promise<string> {
    const times = { offered_at: NOON, expires_at: EIGHT };
    const rank = { wave: 1, distance_meters: 120.5, score: 80, components: '{}', payout_cents: 16_000 };
    return this.withId('offers', { job_id: row.job_id ?? (await this.job()), ...times, ...rank, ...row }, 'guard_id');
  }

  async decision(row: Row = {}): Promise<string> {
    const id = typeof row.id === 'string' ? row.id : randomUUID();
    const times = { decided_at: NOON, next_at: EIGHT };
    const outcome = {
      wave: 1,
      step: 1,
      reason: 'wave',
      radius_meters: 24_140,
      inputs: '{}',
      ranking: '[]',
      offered: 3,
    };
    await this.insert('match_decisions', {
      id,
      job_id: row.job_id ?? (await this.job()),
      ...outcome,
      ...times,
      ...row,
    });
    return id;
  }

  /** Eight hours, of a completed job unless `row` names one. Resolves with the id of the job. */
  async workRecord(row: Row = {}): Promise<string> {
    const jobId = typeof row.job_id === 'string' ? row.job_id : await this.jobAlong([MATCHED, IN_PROGRESS, COMPLETED]);
    await this.insert('work_records', {
      job_id: jobId,
      made_at: EIGHT,
      worked_minutes: 480,
      due_amount_cents: 20_000,
      ...row,
    });
    return jobId;
  }

  /** Of a settled charge unless `row` names one. Resolves with its id. */
  async dispute(row: Row = {}): Promise<string> {
    const id = typeof row.id === 'string' ? row.id : randomUUID();
    const facts = { status: 'needs_answer', is_inquiry: false, amount_cents: 100, reason: 'fraudulent' };
    await this.insert('disputes', {
      id,
      payment_id: row.payment_id ?? (await this.settledCharge()).id,
      stripe_dispute_id: `dp_${randomUUID()}`,
      ...facts,
      opened_at: NOON,
      ...row,
    });
    return id;
  }

  /** An hour less, asked for by somebody. Resolves with its id. */
  async correction(row: Row = {}): Promise<string> {
    const hours = { kind: 'minutes', from_minutes: 480, to_minutes: 420, from_cents: 20_000, to_cents: 17_500 };
    const times = { asked_at: NOON, answer_by: EIGHT };
    const jobId = row.job_id ?? (await this.workRecord());
    const id = typeof row.id === 'string' ? row.id : randomUUID();
    return this.withId(
      'corrections',
      { job_id: jobId, reason: 'left early', ...hours, ...times, ...row, id },
      'asked_by',
    );
  }

  /** Of a matched job unless `row` names one: an hour later, at the same price. Resolves with its id. */
  async proposal(row: Row = {}): Promise<string> {
    const jobId = row.job_id ?? (await this.jobAlong([MATCHED]));
    const place = { location_address: '200 N Spring St', location_coordinates: PLACE, site_radius_meters: 150 };
    const times = { start_time: '2030-05-01T13:00:00Z', end_time: '2030-05-01T21:00:00Z' };
    const demands = {
      job_type: 'basic',
      required_clearance_level: 'basic',
      required_skills: '[]',
      special_requirements: '[]',
    };
    const price = { hourly_rate_cents: 2500, total_amount_cents: 20_000 };
    const split = { platform_fee_cents: 4000, guard_payout_cents: 16_000 };
    const course = {
      changed: '["startTime", "endTime"]',
      proposed_at: '2030-04-30T12:00:00Z',
      expires_at: '2030-04-30T14:00:00Z',
    };
    const proposal = { job_id: jobId, ...place, ...times, ...demands, ...price, ...split, ...course, ...row };
    return this.withId('job_proposals', { ...proposal, id: row.id ?? randomUUID() }, 'guard_id');
  }

  async savedPlace(row: Row = {}): Promise<string> {
    const site = { address: '200 N Spring St', location: PLACE, site_radius_meters: 150 };
    const place = { label: 'City hall', ...site, created_at: NOON, ...row };
    return this.withId('customer_places', { ...place, id: row.id ?? randomUUID() }, 'user_id');
  }

  async message(row: Row = {}): Promise<string> {
    const message = { id: row.id ?? randomUUID(), cause_id: randomUUID(), kind: 'guard_accepted', created_at: NOON };
    return this.withId('messages', { ...message, ...row }, 'user_id');
  }

  async jobMessage(row: Row = {}): Promise<string> {
    const parties = { job_id: row.job_id ?? (await this.job()), guard_id: row.guard_id ?? (await this.guard()) };
    const message = { id: row.id ?? randomUUID(), client_id: randomUUID(), words: 'At the gate', written_at: NOON };
    return this.withId('job_messages', { ...parties, ...message, ...row }, 'author_id');
  }

  async alarm(row: Row = {}): Promise<string> {
    const alarm = { id: row.id ?? randomUUID(), job_id: row.job_id ?? (await this.job()), client_id: randomUUID() };
    return this.withId('alarms', { ...alarm, pressed_at: NOON, goes_out_at: NOON, ...row }, 'raised_by');
  }

  async shareLink(row: Row = {}): Promise<string> {
    const parties = { job_id: row.job_id ?? (await this.job()), guard_id: row.guard_id ?? (await this.guard()) };
    const link = { id: row.id ?? randomUUID(), token_hash: randomBytes(32), made_at: NOON };
    return this.withId('share_links', { ...parties, ...link, ...row }, 'made_by');
  }

  async calendarFeed(row: Row = {}): Promise<void> {
    const feed = { user_id: row.user_id ?? (await this.guard()), token_hash: randomBytes(32), made_at: NOON };
    await this.insert('calendar_feeds', { ...feed, ...row });
  }

  /** Under way by push, of a new message unless `row` names one. */
  async delivery(row: Row = {}): Promise<string> {
    const target = { message_id: row.message_id ?? (await this.message()), channel: 'push', target_id: randomUUID() };
    return this.withId('message_deliveries', { ...target, state: 'sending', created_at: NOON, ...row });
  }

  async subscription(row: Row = {}): Promise<string> {
    const keys = { endpoint: `https://push.example/${randomUUID()}`, p256dh: 'B', auth: 'a', created_at: NOON };
    return this.withId('push_subscriptions', { ...keys, ...row, id: row.id ?? randomUUID() }, 'user_id');
  }

  async deadline(row: Row = {}): Promise<string> {
    const id = typeof row.id === 'string' ? row.id : randomUUID();
    await this.insert('deadlines', { id, kind: 'test', subject_id: randomUUID(), due_at: NOON, ...row });
    return id;
  }

  async queuedEvent(row: Row = {}): Promise<string> {
    const id = typeof row.id === 'string' ? row.id : randomUUID();
    const told = { event: 'test.happened', consumer: 'test', payload: '{"jobId": "1"}', published_at: NOON };
    await this.insert('queued_events', { id, ...told, due_at: NOON, ...row });
    return id;
  }

  async queueWorker(row: Row = {}): Promise<string> {
    const id = typeof row.id === 'string' ? row.id : randomUUID();
    await this.insert('queue_workers', { id, alive_until: NOON, ...row });
    return id;
  }

  /** Of a new job, pending, 200.00. */
  async charge(row: Row = {}): Promise<string> {
    const split = { amount_cents: 20_000, platform_fee_cents: 4000, guard_payout_cents: 16_000 };
    const charge = { job_id: row.job_id ?? (await this.job()), payment_type: 'charge', ...split, ...row };
    return this.withId('payments', charge, 'payer_id');
  }

  /** Out of a charge of its own unless `row` names one, or none (null). */
  async payout(row: Row = {}): Promise<string> {
    const split = { amount_cents: 16_000, platform_fee_cents: 0, guard_payout_cents: 16_000 };
    const jobId = row.job_id ?? (await this.job());
    const { paid_out_of: named, ...columns } = row;
    const paidOutOf =
      named === undefined ? await this.charge({ job_id: jobId, status: 'failed', failed_at: NOON }) : named;
    const outOf = paidOutOf === null ? {} : { paid_out_of: paidOutOf };
    const payout = { job_id: jobId, ...outOf, payment_type: 'payout', ...split, ...columns };
    return this.withId('payments', payout, 'payee_id');
  }

  /** A charge that has succeeded, and its job. */
  async settledCharge(row: Row = {}): Promise<{ id: string; jobId: string }> {
    const jobId = await this.job();
    return { id: await this.charge({ job_id: jobId, ...SUCCEEDED, ...row }), jobId };
  }

  async refund(charge: { id: string; jobId: string }, cents: number, row: Row = {}): Promise<string> {
    const split = { amount_cents: cents, platform_fee_cents: 0, guard_payout_cents: cents };
    const refund = { job_id: charge.jobId, refund_of: charge.id, payment_type: 'refund', ...split, ...row };
    return this.withId('payments', refund, 'payee_id');
  }

  /** About a new job unless `row` names a subject, by the system. Resolves with the id of that job. */
  async timelineRow(row: Row = {}): Promise<string> {
    const jobId = await this.job();
    const subject = 'job_id' in row || 'user_id' in row ? {} : { job_id: jobId };
    await this.insert('timeline', {
      ...subject,
      ...{ type: 'job.requested', actor_role: 'system', occurred_at: NOON },
      ...row,
    });
    return jobId;
  }

  /** The newest row again, under its own number. */
  async repeatTimelineRow(): Promise<void> {
    await this.execute(
      `INSERT INTO timeline OVERRIDING SYSTEM VALUE SELECT * FROM timeline ORDER BY id DESC LIMIT 1`,
      [],
    );
  }

  async fix(row: Row = {}): Promise<void> {
    const who = { guard_id: row.guard_id ?? (await this.guard()), job_id: row.job_id ?? (await this.job()) };
    await this.insert('location_history', { ...who, location: PLACE, accuracy_meters: 8, recorded_at: NOON, ...row });
  }

  /** `owner`: the column that gets a new user's id when the row names none. */
  private async withId(table: string, row: Row, owner?: string): Promise<string> {
    const id = typeof row.id === 'string' ? row.id : randomUUID();
    const owned = owner !== undefined && !(owner in row) ? { [owner]: await this.user() } : {};
    await this.insert(table, { id, ...owned, ...row });
    return id;
  }
}
