import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { CANCELLED, COMPLETED, IN_PROGRESS, MATCHED, NOON, PLACE, type SchemaRows, SUCCEEDED } from './schema-rows.js';

/** People and jobs that the rows below are about. */
interface Cast {
  customer: string;
  guard: string;
  job: string;
}

/** A small market as it stands after some days, table by table: what a version without the table cannot have is left out. */
const CHAPTERS: readonly [
  table: string,
  write: (rows: SchemaRows, cast: Cast, dataSource: DataSource) => Promise<unknown>,
][] = [
  ['users', writePeople],
  ['sessions', (rows, { customer }) => rows.session({ user_id: customer })],
  [
    'guard_profiles',
    (rows, { guard }) => rows.guardProfile({ user_id: guard, current_location: PLACE, location_updated_at: NOON }),
  ],
  ['jobs', writeJobs],
  ['timeline', (rows, { job }) => rows.timelineRow({ job_id: job })],
  ['offers', (rows, { guard }) => rows.offer({ guard_id: guard })],
  ['location_history', writeFix],
  ['payments', writeMoney],
  ['idempotency_keys', writeKey],
  ['deadlines', (rows) => rows.deadline()],
  ['queued_events', (rows) => rows.queuedEvent()],
  ['queue_workers', (rows) => rows.queueWorker()],
  ['job_proposals', (rows) => rows.proposal()],
  ['job_breaks', async (rows, { job }) => rows.insert('job_breaks', { job_id: job, begins_at: NOON })],
  ['work_records', (rows, { job }) => rows.workRecord({ job_id: job })],
  [
    'work_intervals',
    (rows, { job }) =>
      rows.insert('work_intervals', { job_id: job, begins_at: NOON, ends_at: '2030-05-01T20:00:00Z', kind: 'present' }),
  ],
  ['corrections', (rows, { job, guard }) => rows.correction({ job_id: job, asked_by: guard })],
  ['customer_places', (rows, { customer }) => rows.savedPlace({ user_id: customer })],
  ['paused_searches', async (rows) => rows.insert('paused_searches', { job_id: await rows.job(), paused_at: NOON })],
  ['messages', (rows, { guard, job }) => rows.message({ user_id: guard, job_id: job })],
  ['job_messages', (rows, { guard, job }) => rows.jobMessage({ job_id: job, guard_id: guard, author_id: guard })],
  ['alarms', (rows, { guard, job }) => rows.alarm({ job_id: job, raised_by: guard })],
  ['share_links', (rows, { guard, job }) => rows.shareLink({ job_id: job, guard_id: guard, made_by: guard })],
  ['calendar_feeds', (rows, { guard }) => rows.calendarFeed({ user_id: guard })],
  ['message_deliveries', (rows) => rows.delivery()],
  ['push_subscriptions', (rows, { guard }) => rows.subscription({ user_id: guard })],
  ['match_decisions', (rows) => rows.decision()],
  ['privacy_requests', writeRequest],
];

async function writePeople(rows: SchemaRows, { customer, guard }: Cast): Promise<void> {
  await rows.user({ id: customer, phone: '+15550100200', stripe_customer_id: 'cus_1', metadata: '{"note": "first"}' });
  await rows.user({ id: guard, role: 'guard' });
  await rows.user({ status: 'inactive', deleted_at: NOON });
}

async function writeJobs(rows: SchemaRows, { customer, guard, job }: Cast, dataSource: DataSource): Promise<void> {
  await rows.job({ id: job, customer_id: customer });
  const columns = await columnsOf(dataSource, 'jobs');
  for (const change of [MATCHED, IN_PROGRESS, COMPLETED]) {
    const known = Object.entries({ guard_id: guard, ...change }).filter(([column]) => columns.includes(column));
    await rows.update('jobs', job, Object.fromEntries(known));
  }
  const cancelled = await rows.job({ customer_id: customer });
  await rows.update('jobs', cancelled, CANCELLED);
  await rows.job({ customer_id: customer, required_skills: '["k9"]' });
}

/** What a version without a column cannot have is left out. */
async function columnsOf(dataSource: DataSource, table: string): Promise<string[]> {
  const found = await dataSource.query<{ name: string }[]>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  return found.map(({ name }) => name);
}

async function writeFix(rows: SchemaRows, { guard, job }: Cast, dataSource: DataSource): Promise<void> {
  await dataSource.query(`SELECT create_location_partition($1::timestamptz::date)`, [NOON]);
  await rows.fix({ guard_id: guard, job_id: job });
}

/** 200.00 from the card, of which 160.00 are the guard's; of another job everything was given back. */
async function writeMoney(rows: SchemaRows, { customer, guard, job }: Cast, dataSource: DataSource): Promise<void> {
  const taken = await rows.charge({ job_id: job, payer_id: customer, ...SUCCEEDED });
  const paidOutOf = (await columnsOf(dataSource, 'payments')).includes('paid_out_of') ? taken : null;
  await rows.payout({ job_id: job, payee_id: guard, paid_out_of: paidOutOf, ...SUCCEEDED });
  const charge = await rows.settledCharge({ payer_id: customer });
  await rows.refund(charge, 20_000, {
    payee_id: customer,
    platform_fee_cents: 4000,
    guard_payout_cents: 16_000,
    ...SUCCEEDED,
  });
}

function writeKey(rows: SchemaRows, { customer }: Cast): Promise<void> {
  return rows.insert('idempotency_keys', {
    user_id: customer,
    key: randomUUID(),
    request_hash: Buffer.alloc(32, 1),
    answer: '{"id": 1}',
    created_at: NOON,
  });
}

function writeRequest(rows: SchemaRows, { customer }: Cast): Promise<void> {
  return rows.insert('privacy_requests', {
    id: randomUUID(),
    user_id: customer,
    kind: 'erasure',
    cause: 'on_request',
    requested_at: NOON,
    due_at: '2030-06-01T12:00:00Z',
  });
}

/** Writes what the schema has tables for. Resolves with those tables. */
export async function liveThrough(dataSource: DataSource, rows: SchemaRows): Promise<string[]> {
  const cast: Cast = { customer: randomUUID(), guard: randomUUID(), job: randomUUID() };
  const tables: string[] = [];
  for (const [table, write] of CHAPTERS) {
    const [found] = await dataSource.query<{ found: boolean }[]>(`SELECT to_regclass($1) IS NOT NULL AS found`, [
      table,
    ]);
    if (!found?.found) continue;
    await write(rows, cast, dataSource);
    tables.push(table);
  }
  return tables;
}

/** Columns that nothing ever wrote, and that a later version has no more. */
const NEVER_WRITTEN = ['available_from', 'available_until'];

/** Every column of every row that the tables have now, to be asked for again when the schema is another. */
export class Digest {
  private constructor(private readonly statements: ReadonlyMap<string, string>) {}

  static async of(dataSource: DataSource, tables: readonly string[]): Promise<Digest> {
    const statements = new Map<string, string>();
    for (const table of tables) {
      const columns = await dataSource.query<{ name: string }[]>(
        `SELECT attname AS name FROM pg_attribute
         WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL ($2::text[])
         ORDER BY attname`,
        [table, NEVER_WRITTEN],
      );
      const list = columns.map(({ name }) => name).join(', ');
      statements.set(table, `SELECT row_to_json(r)::text AS row FROM (SELECT ${list} FROM ${table}) r ORDER BY 1`);
    }
    return new Digest(statements);
  }

  async read(dataSource: DataSource): Promise<Record<string, string[]>> {
    const digest: Record<string, string[]> = {};
    for (const [table, statement] of this.statements)
      digest[table] = (await dataSource.query<{ row: string }[]>(statement)).map(({ row }) => row);
    return digest;
  }
}
