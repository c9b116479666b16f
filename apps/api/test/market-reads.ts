import { createHash, randomBytes } from 'node:crypto';
import { api, API_BASE_PATH, type Endpoint, type UserRole } from '@aegis/contract';
import { insertJobsOfMonths, type Months, type RunSql } from './jobs-of-months.js';

/** Gives the rows of one statement, on whatever connection. */
export type ReadRows = (sql: string, values?: unknown[]) => Promise<Record<string, string>[]>;

/** The same three people with the same jobs in a market of any size. */
export interface Readers {
  tokens: Record<UserRole, string>;
  guardId: string;
  /** Completed, under way, and still looked for. */
  jobs: { over: string; running: string; open: string };
  reconciliationId: string;
}

/** A read of the contract, as one of those who may. */
export interface MarketRead {
  /** `group.name` of the contract, and by whom. */
  title: string;
  name: string;
  by: UserRole | null;
  path: string;
}

/** Whose answer tells of more where there is more, and of what. */
export const TELLS_OF_MORE: Readonly<Record<string, string>> = {
  'admin.overview': 'sums over the jobs and the money of fourteen days',
  'desk.board': 'the open jobs of all',
  'desk.search': 'a hundred times as many jobs are called so, and those that start last are told',
  'jobs.candidates': 'there are fewer guards to a job, and each has a longer past',
};

/** What readers without a picture, a plan or a complaint are refused: there is nothing to read. */
export const NOTHING_TO_READ: Readonly<Record<string, string>> = {
  'calendars.read': 'nobody has given an address of a calendar out',
  'disputes.evidence': 'nothing is disputed',
  'guards.licenseScan': 'nothing was scanned',
  'jobs.quoteRest': 'no guard has left before the end',
  'admin.licenseScan': 'nothing was scanned',
  'users.downloadExport': 'nothing was asked for',
  'users.photo': 'nobody has one',
};

const OF_OPEN = new Set(['jobs.candidates']);
const OF_RUNNING = new Set(['tracking.latest', 'tracking.trail', 'jobs.arrivalCode', 'sharing.links', 'alarms.ofJob']);

/** Of addresses that say nothing without one. */
const QUERIES: Readonly<Record<string, string>> = {
  'admin.overview': '?days=14&timeZone=America/Los_Angeles',
  'desk.search': '?words=Gate%205',
  'payments.earningsStatement': '?month=2026-01',
  'payments.earningsStatementPdf': '?month=2026-01',
  'payments.statement': '?month=2026-01',
  'payments.statementPdf': '?month=2026-01',
  'places.nearest': '?lat=34.05&lng=-118.24',
  'places.search': '?text=90012',
};

/** Every GET of the contract but the streams, as everybody who may: one that is new is among them by itself. */
export function readsOf(readers: Readers): MarketRead[] {
  const endpoints = Object.entries(api).flatMap(([group, own]) =>
    Object.entries<Endpoint>(own).map(([name, endpoint]) => ({ name: `${group}.${name}`, endpoint })),
  );
  const reads = endpoints.filter(({ endpoint }) => endpoint.method === 'GET' && !endpoint.events);
  return reads.flatMap(({ name, endpoint }) =>
    callersOf(endpoint).map((by) => ({
      title: `${name} by ${by ?? 'anybody'}`,
      name,
      by,
      path: pathOf(readers, name, endpoint) + (QUERIES[name] ?? ''),
    })),
  );
}

const callersOf = ({ access }: Endpoint): readonly (UserRole | null)[] => {
  if (access === 'anyone') return [null];
  return access === 'signed-in' ? ['customer', 'guard', 'admin'] : access;
};

function pathOf({ jobs, guardId, reconciliationId }: Readers, name: string, endpoint: Endpoint): string {
  const job = OF_OPEN.has(name) ? jobs.open : OF_RUNNING.has(name) ? jobs.running : jobs.over;
  const values: Record<string, string> = { id: job, userId: guardId, token: randomBytes(32).toString('base64url') };
  if (name === 'reconciliations.get') values.id = reconciliationId;
  if (name === 'users.photo' || name === 'desk.person') values.id = guardId;
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, key: string) => values[key] ?? '');
  return (endpoint.absolute ? '' : API_BASE_PATH) + path;
}

/** Of those who are read of by nobody: what happened to their jobs, and where the guards of running ones were. */
const AROUND = [
  `INSERT INTO timeline (job_id, type, actor_id, actor_role, details, occurred_at)
   SELECT id, 'job.requested', customer_id, 'customer', '{}', requested_at FROM jobs`,
  `INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, license_verified_at, hourly_rate_cents,
     availability_status, current_location, location_updated_at, base_location)
   SELECT u.id, 'G-1', 'CA', current_date + 400, now(), 2000,
     (CASE WHEN row_number() OVER (ORDER BY u.email) % 10 = 0 THEN 'available' ELSE 'offline' END)::availability_status,
     site, now(), site
   FROM users u, (SELECT ST_SetSRID(ST_MakePoint(-118.25, 34.05), 4326)::geography AS site) AS base WHERE u.role = 'guard'`,
  `SELECT create_location_partition($1::date + n) FROM generate_series(-1, 1) AS n`,
  `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, recorded_at, received_at)
   SELECT guard_id, id, location_coordinates, 10, started_at + n * interval '15 seconds', started_at + n * interval '15 seconds'
   FROM jobs, generate_series(1, 20) AS n WHERE status = 'in_progress'`,
];

/** Jobs of the readers: of nine days ago, so that nothing more happens to them, one under way, and one that is looked for. */
const OWN_JOBS = `
  WITH own AS (
    (SELECT id FROM jobs WHERE status = 'completed'
     ORDER BY abs(extract(epoch FROM requested_at - ($3::timestamptz - interval '9 days'))), id LIMIT 5)
    UNION ALL (SELECT id FROM jobs WHERE status = 'in_progress' AND start_time > $3::timestamptz - interval '2 hours' ORDER BY id LIMIT 1)
    UNION ALL (SELECT id FROM jobs WHERE status = 'requested' AND start_time > $3::timestamptz ORDER BY id LIMIT 1)
  )
  UPDATE jobs SET customer_id = $1, guard_id = CASE WHEN guard_id IS NOT NULL THEN $2::uuid END
  FROM own WHERE jobs.id = own.id RETURNING jobs.id, jobs.status`;

const OWN_MONEY = `
  UPDATE payments p SET payer_id = CASE WHEN p.payer_id IS NOT NULL THEN j.customer_id END,
    payee_id = CASE WHEN p.payment_type = 'refund' THEN j.customer_id ELSE j.guard_id END
  FROM jobs j WHERE j.id = p.job_id AND j.customer_id = $1`;

/** Fills an empty database: as many jobs as said, and three people who have few of them, whatever the size of the market. */
export async function openMarketToRead(rows: ReadRows, months: Months): Promise<Readers> {
  const run: RunSql = rows;
  await insertJobsOfMonths(run, months);
  const people = await rows(`
    INSERT INTO users (email, password_hash, first_name, last_name, role, status)
    SELECT role || '@readers.example', 'none', 'Kim', role, role::user_role, 'active' FROM unnest(ARRAY['customer', 'guard', 'admin']) AS role
    RETURNING id, role`);
  const idOf = (role: string): string => people.find((one) => one.role === role)?.id ?? '';
  const silenced = async (table: string, work: () => Promise<unknown>): Promise<void> => {
    await run(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await work();
    await run(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  };
  let own: Record<string, string>[] = [];
  await silenced('jobs', async () => {
    own = await rows(OWN_JOBS, [idOf('customer'), idOf('guard'), months.now]);
  });
  await silenced('payments', () => run(OWN_MONEY, [idOf('customer')]));
  for (const sql of AROUND) await run(sql, sql.includes('$1') ? [months.now] : []);
  const jobOf = (status: string): string => own.find((job) => job.status === status)?.id ?? '';
  const [reconciliation] = await rows(`
    INSERT INTO reconciliations (id, days, asked_at, heard_at, ended_at, failure)
    VALUES (gen_random_uuid(), 7, now(), now(), now(), 'broken') RETURNING id`);
  const tokens = {
    customer: await signIn(run, idOf('customer'), months.now),
    guard: await signIn(run, idOf('guard'), months.now),
    admin: await signIn(run, idOf('admin'), months.now),
  };
  const jobs = { over: jobOf('completed'), running: jobOf('in_progress'), open: jobOf('requested') };
  return { tokens, guardId: idOf('guard'), jobs, reconciliationId: reconciliation?.id ?? '' };
}

async function signIn(run: RunSql, userId: string, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  await run(
    `INSERT INTO sessions (user_id, token_hash, created_at, last_active_at, expires_at)
     VALUES ($1, $2, $3, $3, $3::timestamptz + interval '7 days')`,
    [userId, hash, now],
  );
  return token;
}
