/** Runs one statement, on whatever connection. */
export type RunSql = (sql: string, values?: unknown[]) => Promise<unknown>;

export interface Months {
  jobs: number;
  /** Over how many days before `now` they were booked. */
  days: number;
  now: Date;
  /** Open jobs are among so many that were booked last; all, when not given. Those before are over, as they are in a market. */
  openAmong?: number;
}

/** Of a hundred jobs so many are open in each of the three ways; of the others one in ten is cancelled. */
const OPEN_OF_HUNDRED = 1;
/** No two open jobs of a guard overlap: each has one at most. */
const GUARDS = 100;

/**
 * A market that has been at it for months: jobs in every state and the money of those that are over, spread evenly, the same for
 * the same figures. Written past the API and its order of states, in a database of a test's own: to play them would take hours.
 */
export async function insertJobsOfMonths(run: RunSql, { jobs, days, now, openAmong = jobs }: Months): Promise<void> {
  await run(
    `INSERT INTO users (email, password_hash, first_name, last_name, role, status)
     SELECT role || '-' || n || '@months.example', 'none', 'Kim', role || n, role::user_role, 'active'
     FROM generate_series(1, $1::int) AS n, unnest(ARRAY['customer', 'guard']) AS role`,
    [Math.max(GUARDS, Math.ceil((jobs * OPEN_OF_HUNDRED * 2) / 100))],
  );
  await run('ALTER TABLE jobs DISABLE TRIGGER USER');
  await run(JOBS, [jobs, now, days * 86_400, openAmong]);
  await run('ALTER TABLE jobs ENABLE TRIGGER USER');
  await run(MONEY);
  await run(REFUNDS);
}

/** The last was booked five hours ago, so that all that are over end before now. A job starts two hours after its booking. Every tenth open one is overdue by an hour, the others start in the next days. */
const JOBS = `
  WITH people AS (
    SELECT array_agg(id ORDER BY email) FILTER (WHERE role = 'customer') AS customers,
      array_agg(id ORDER BY email) FILTER (WHERE role = 'guard') AS guards
    FROM users WHERE email LIKE '%@months.example'
  ), drafts AS (
    SELECT n, $2::timestamptz - interval '5 hours' - make_interval(secs => $3::float8 * n / $1::int) AS booked,
      CASE WHEN n % 100 >= ${3 * OPEN_OF_HUNDRED} OR n <= $1::int - $4::int THEN
          CASE WHEN n % 10 = 9 THEN 'cancelled' ELSE 'completed' END
        WHEN n % 100 < ${OPEN_OF_HUNDRED} THEN 'requested' WHEN n % 100 < ${2 * OPEN_OF_HUNDRED} THEN 'matched'
        ELSE 'in_progress' END AS status,
      (n / 100) * 2 + n % 100 % 2 AS open_place, n / 100 % 10 = 0 AS is_overdue
    FROM generate_series(1, $1::int) AS n
  ), timed AS (
    SELECT *, CASE WHEN status IN ('completed', 'cancelled') THEN booked + interval '2 hours'
        WHEN status = 'in_progress' THEN $2::timestamptz - CASE WHEN is_overdue THEN interval '3 hours' ELSE interval '1 hour' END
        WHEN is_overdue THEN $2::timestamptz - interval '1 hour' ELSE $2::timestamptz + interval '1 day' END AS starts,
      -- Half of the cancelled jobs never had a guard.
      status <> 'requested' AND (status <> 'cancelled' OR n % 20 = 9) AS is_matched
    FROM drafts
  )
  INSERT INTO jobs (customer_id, guard_id, title, job_type, status, location_address, location_coordinates, start_time,
    end_time, required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents,
    requested_at, matched_at, started_at, completed_at, cancelled_at, check_in_location, check_in_proof,
    check_out_location, check_out_proof, ended_by, worked_minutes, due_amount_cents, cancellation_reason)
  SELECT customers[1 + n % cardinality(customers)], CASE WHEN is_matched THEN guards[1 + open_place % cardinality(guards)] END, 'Gate ' || n, 'basic', status::job_status, '1 Main Street',
    site, starts, starts + interval '2 hours', 'basic', 2500, 5000, 1000, 4000, booked,
    CASE WHEN is_matched THEN booked + make_interval(secs => 10 + n % 600 * 7919 % 600) END,
    CASE WHEN status IN ('in_progress', 'completed') THEN starts END,
    CASE WHEN status = 'completed' THEN starts + interval '2 hours' END,
    CASE WHEN status = 'cancelled' THEN booked + interval '30 minutes' END,
    CASE WHEN status IN ('in_progress', 'completed') THEN site END,
    CASE WHEN status IN ('in_progress', 'completed') THEN 'position' END::presence_proof,
    CASE WHEN status = 'completed' THEN site END, CASE WHEN status = 'completed' THEN 'position' END::presence_proof,
    CASE WHEN status = 'completed' THEN 'guard' END::job_end,
    CASE WHEN status = 'completed' THEN 120 END, CASE status WHEN 'completed' THEN 5000 WHEN 'cancelled' THEN 0 END,
    CASE WHEN status = 'cancelled' THEN 'not needed' END
  FROM people, timed,
  LATERAL (SELECT ST_SetSRID(ST_MakePoint(-118 - n % 500 / 1000.0, 34 + n % 300 / 1000.0), 4326)::geography AS site) AS spot`;

/** A completed job is charged and paid out half an hour after its end; the payout of every twentieth is still under way. */
const MONEY = `
  WITH charged AS (
    INSERT INTO payments (job_id, payer_id, payee_id, payment_type, status, amount_cents, platform_fee_cents,
      guard_payout_cents, authorized_cents, created_at, succeeded_at)
    SELECT id, customer_id, guard_id, 'charge', 'succeeded', 5000, 1000, 4000, 5000, completed_at,
      completed_at + interval '30 minutes'
    FROM jobs WHERE title LIKE 'Gate %' AND status = 'completed'
    RETURNING id, job_id, payee_id, created_at, succeeded_at
  )
  INSERT INTO payments (job_id, payee_id, paid_out_of, payment_type, status, amount_cents, platform_fee_cents,
    guard_payout_cents, created_at, succeeded_at)
  SELECT j.id, c.payee_id, c.id, 'payout', CASE WHEN is_waiting THEN 'pending' ELSE 'succeeded' END::payment_status, 4000, 0,
    4000, c.created_at, CASE WHEN NOT is_waiting THEN c.succeeded_at END
  FROM charged c JOIN jobs j ON j.id = c.job_id,
  LATERAL (SELECT right(j.title, 2) = '14' AS is_waiting) AS state`;

/** One charge in a hundred is given back a day later. */
const REFUNDS = `
  INSERT INTO payments (job_id, payee_id, refund_of, payment_type, status, amount_cents, platform_fee_cents,
    guard_payout_cents, created_at, succeeded_at)
  SELECT p.job_id, p.payer_id, p.id, 'refund', 'succeeded', 5000, 1000, 4000, p.succeeded_at,
    p.succeeded_at + interval '1 day'
  FROM payments p JOIN jobs j ON j.id = p.job_id
  WHERE p.payment_type = 'charge' AND p.status = 'succeeded' AND j.title LIKE 'Gate %5' AND right(j.title, 2) = '35'`;
