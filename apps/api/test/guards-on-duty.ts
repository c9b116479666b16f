import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BATCH = 100;
/** One fix in 30 s, for 23 hours. */
const LATE_FIX_EVERY_MS = 30_000;
const LATE_HOURS = 23;

export interface Guard {
  id: string;
  jobId: string;
  token: string;
  /** Moments, in milliseconds. */
  sent: number[];
  acknowledged: number[];
  failed: number;
}

/** Guards whose phones remember what was answered; written past the API, which is not what is tested. */
export class GuardsOnDuty {
  static readonly fixesOfADay = Math.floor((LATE_HOURS * 60 * MINUTE_MS) / LATE_FIX_EVERY_MS / BATCH) * BATCH;
  private isStopped = false;

  private constructor(readonly all: readonly Guard[]) {}

  /** Each on a job that began a day ago. */
  static async create(url: string, count: number): Promise<GuardsOnDuty> {
    const client = new pg.Client(url);
    await client.connect();
    const guards: Guard[] = [];
    try {
      await client.query(`SELECT create_location_partition(current_date + n) FROM generate_series(-2, 1) AS n`);
      for (let index = 0; index < count; index++) guards.push(await insertGuard(client));
    } finally {
      await client.end();
    }
    return new GuardsOnDuty(guards);
  }

  stop(): void {
    this.isStopped = true;
  }

  counts(): { acknowledged: number; unacknowledged: number; failed: number } {
    const sum = (of: (guard: Guard) => number): number => this.all.reduce((total, guard) => total + of(guard), 0);
    const acknowledged = sum((guard) => guard.acknowledged.length);
    return {
      acknowledged,
      unacknowledged: sum(({ sent }) => sent.length) - acknowledged,
      failed: sum((g) => g.failed),
    };
  }

  /** Every guard sends the next fix when the one before has been answered or has failed. */
  async sendUntilStopped(baseUrl: () => string): Promise<void> {
    this.isStopped = false;
    await Promise.all(
      this.all.map(async (guard) => {
        while (!this.isStopped) if (!(await this.sendOne(guard, baseUrl()))) await pause(50);
      }),
    );
  }

  /** False when it was not acknowledged. */
  async sendOne(guard: Guard, baseUrl: string): Promise<boolean> {
    const moment = Math.max((guard.sent.at(-1) ?? 0) + 1, Date.now());
    guard.sent.push(moment);
    return (await post(guard, baseUrl, [moment])) !== null;
  }

  async resendUnacknowledged(baseUrl: string): Promise<void> {
    await Promise.all(
      this.all.map(async (guard) => {
        const known = new Set(guard.acknowledged);
        const missing = guard.sent.filter((moment) => !known.has(moment));
        for (const batch of batchesOf(missing)) await post(guard, baseUrl, batch);
      }),
    );
  }

  /** @returns how many were new. */
  async resendAll(baseUrl: string): Promise<number> {
    const stored = await Promise.all(
      this.all.map(async (guard) => {
        let fresh = 0;
        for (const batch of batchesOf(guard.sent)) fresh += (await post(guard, baseUrl, batch, false)) ?? 0;
        return fresh;
      }),
    );
    return stored.reduce((sum, count) => sum + count, 0);
  }

  /** What a phone without connection has kept since yesterday. @returns how many were stored */
  async sendDay(guard: Guard, baseUrl: string): Promise<number> {
    const begin = Date.now() - LATE_HOURS * 60 * MINUTE_MS;
    const moments = Array.from({ length: GuardsOnDuty.fixesOfADay }, (_, index) => begin + index * LATE_FIX_EVERY_MS);
    guard.sent.push(...moments);
    let stored = 0;
    for (const batch of batchesOf(moments)) stored += (await post(guard, baseUrl, batch)) ?? 0;
    return stored;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function batchesOf(moments: readonly number[]): number[][] {
  const batches: number[][] = [];
  for (let first = 0; first < moments.length; first += BATCH) batches.push(moments.slice(first, first + BATCH));
  return batches;
}

/** How many were stored; null when nothing was acknowledged. What is refused by grading would be a mistake of the test. */
async function post(guard: Guard, baseUrl: string, moments: number[], isNew = true): Promise<number | null> {
  const fixes = moments.map((moment) => ({
    lat: 34.05,
    lng: -118.25,
    accuracyMeters: 10,
    recordedAt: new Date(moment).toISOString(),
  }));
  try {
    const answer = await fetch(`${baseUrl}/api/v1/jobs/${guard.jobId}/locations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${guard.token}` },
      body: JSON.stringify({ fixes }),
    });
    const body = (await answer.json()) as { stored: number; duplicates: number; rejected: unknown[] };
    if (answer.status === 200 && body.rejected.length === 0) {
      if (isNew) guard.acknowledged.push(...moments);
      return body.stored;
    }
    if (answer.status !== 503) throw new Error(`answered ${answer.status}: ${JSON.stringify(body)}`);
  } catch (error) {
    // The connection broke: exactly what a phone sees.
    if (!(error instanceof TypeError)) throw error;
  }
  guard.failed++;
  return null;
}

async function insertGuard(client: pg.Client): Promise<Guard> {
  const [id, customerId, jobId] = [randomUUID(), randomUUID(), randomUUID()];
  const token = randomBytes(32).toString('base64url');
  for (const [user, role] of [
    [id, 'guard'],
    [customerId, 'customer'],
  ])
    await client.query(
      `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
       VALUES ($1::uuid, $1::text || '@test.example', 'none', 'Kim', 'Lee', $2, 'active')`,
      [user, role],
    );
  await client.query(
    `INSERT INTO sessions (user_id, token_hash, expires_at) VALUES ($1, $2, now() + interval '1 day')`,
    [id, createHash('sha256').update(token).digest()],
  );
  const dayAgo = new Date(Date.now() - DAY_MS);
  await client.query(
    `INSERT INTO jobs (id, customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
       required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents)
     VALUES ($1, $2, 'Gate', 'basic', '200 N Spring St', 'POINT(-118.25 34.05)', $3::timestamptz, $3::timestamptz + interval '2 days', 'basic',
       2500, 5000, 1000, 4000)`,
    [jobId, customerId, dayAgo],
  );
  await client.query(`UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = $3 WHERE id = $1`, [
    jobId,
    id,
    dayAgo,
  ]);
  await client.query(
    `UPDATE jobs SET status = 'in_progress', started_at = $2, check_in_proof = 'position',
       check_in_location = location_coordinates WHERE id = $1`,
    [jobId, dayAgo],
  );
  return { id, jobId, token, sent: [], acknowledged: [], failed: 0 };
}
