import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import { reconcilerOf } from '@aegis/api/dist/src/commands/payments/reconciler.js';
import type { BalanceEntry, StripeMovement } from '@aegis/api/dist/src/features/payments/reconciliation/movements.js';
import { StripeLedger } from '@aegis/api/dist/src/features/payments/reconciliation/stripe-ledger.js';
import { StripeClient } from '@aegis/api/dist/src/features/payments/stripe/stripe-client.js';
import { Clock } from '@aegis/api/dist/src/platform/clock/clock.js';
import { openDataSource } from '@aegis/api/dist/src/platform/database/connection.js';
import { Platform } from '@aegis/api/dist/src/platform/platform.js';
import { insertJobsOfMonths } from '@aegis/api/dist/test/jobs-of-months.js';
import type pg from 'pg';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { cpuOfServer } from '../harness/database-cpu.js';
import { median } from '../harness/rounds.js';
import { benchConfig } from '../servers/api-config.js';

const MONTH_DAYS = 30;
const YEAR_DAYS = 365;
const MOST_SECONDS = 2;
/** Of a hundred jobs 87 have a charge and a payout, and a few a refund. */
const ROWS_PER_JOB = 1.76;
const ROWS = 1_000_000;

export const reconciliation: Topic = {
  name: 'reconciliation',
  summary:
    'a month compared with the books of the provider, in a million payments; without the time in which the provider answers',

  async run(bench) {
    const { url, pool } = await createDatabase(bench);
    bench.tell(`Filling ${ROWS.toLocaleString('en-US')} payments of a year ...`);
    await fill(pool);
    const run = await reconcilerOn(bench, url, pool);
    const first = await spentOn(pool, run);
    bench.tell(`  the first, which carries the balance: ${told(first)}`);
    const spent: Spent[] = [];
    for (let round = 1; round <= bench.options.rounds; round++) {
      const one = await spentOn(pool, run);
      spent.push(one);
      bench.tell(`  round ${round}: ${told(one)}`);
    }
    const name = 'a month of a million payments';
    return [
      {
        name: `${name}, CPU of ours and of the database`,
        value: median(spent.map(({ cpu }) => cpu)),
        unit: 's',
        bar: bar(),
      },
      { name: `${name}, by the clock`, value: median(spent.map(({ clock }) => clock)), unit: 's' },
      { name: 'the same for the first time, CPU', value: first.cpu, unit: 's' },
    ];
  },
};

interface Spent {
  clock: number;
  cpu: number;
}

const told = ({ clock, cpu }: Spent): string => `${cpu.toFixed(2)} s of CPU, ${clock.toFixed(2)} s by the clock`;

const bar = () => ({
  kind: 'at most' as const,
  value: MOST_SECONDS,
  words: 'while somebody waits for it; busy neighbours add nothing to it',
});

async function spentOn(
  pool: pg.Pool,
  run: () => Promise<{ compared: number; differences: { kind: string }[] }>,
): Promise<Spent> {
  const [ours, theirs, begun] = [process.cpuUsage(), await cpuOfServer(pool), performance.now()];
  const { compared, differences } = await run();
  const clock = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(ours);
  const cpu = (user + system + (await cpuOfServer(pool)) - theirs) / 1_000_000;
  // Payouts that are under way for long are told as such; that anything else differs would be a wrong world.
  const wrong = differences.filter(({ kind }) => kind !== 'not_settled');
  if (compared === 0 || wrong.length > 0) throw new Error(`${compared} compared, ${JSON.stringify(wrong.slice(0, 5))}`);
  return { clock, cpu };
}

/** Those that hold a rule of their own stay: they are asked while rows come. */
const INDEXES = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
  WHERE indrelid IN ('jobs'::regclass, 'payments'::regclass)
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = indexrelid)`;

/** Names at the provider and fees, as if each had been asked for; what has waited for long was paid. */
const SETTLE = `
  UPDATE payments SET stripe_charge_id = CASE payment_type WHEN 'charge' THEN 'ch_' || id END,
    stripe_refund_id = CASE payment_type WHEN 'refund' THEN 're_' || id END,
    stripe_transfer_id = CASE payment_type WHEN 'payout' THEN 'tr_' || id END,
    stripe_fee_cents = CASE payment_type WHEN 'charge' THEN 175 END,
    status = CASE WHEN status = 'pending' AND created_at < now() - interval '2 days' THEN 'succeeded' ELSE status END,
    succeeded_at = CASE WHEN status = 'pending' AND created_at < now() - interval '2 days' THEN created_at ELSE succeeded_at END,
    reversed_cents = CASE payment_type WHEN 'refund' THEN 4000 ELSE 0 END,
    reversed_at = CASE payment_type WHEN 'refund' THEN succeeded_at END,
    stripe_reversal_id = CASE payment_type WHEN 'refund' THEN 'trr_' || id END`;

/** What is written is known to fit: neither foreign keys nor triggers are asked row by row, and indexes are built at the end. */
async function fill(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES);
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    await client.query(
      `SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'`,
    );
    const months = { jobs: Math.round(ROWS / ROWS_PER_JOB), days: YEAR_DAYS, now: new Date() };
    await insertJobsOfMonths((sql, values) => client.query(sql, values), months);
    await client.query(SETTLE);
    for (const { definition } of indexes) await client.query(definition);
    await client.query('RESET session_replication_role; RESET work_mem');
    await client.query('VACUUM ANALYZE payments');
    await client.query('ANALYZE jobs');
  } finally {
    client.release();
  }
}

async function reconcilerOn(bench: Bench, url: string, pool: pg.Pool) {
  const connection = { url, poolSize: 2, statementTimeoutMs: 600_000, embedded: false };
  const dataSource = await openDataSource(connection).initialize();
  bench.atEnd(() => dataSource.destroy());
  const platform = new Platform(benchConfig(), dataSource, new Clock());
  const books = await BooksOfRows.read(pool, platform);
  const { reconcile } = reconcilerOf(platform, books);
  return () => reconcile.run(MONTH_DAYS);
}

interface Line extends StripeMovement {
  netCents: number;
}

/** The provider's books as our own rows say that they are, answered at once. */
class BooksOfRows extends StripeLedger {
  /** In their order. */
  private lines: readonly Line[] = [];
  private moments: readonly number[] = [];
  private balance = 0;

  static async read(pool: pg.Pool, platform: Platform): Promise<BooksOfRows> {
    const books = new BooksOfRows(new StripeClient(platform));
    const { rows } = await pool.query<Omit<Line, 'netCents'>>(`
      SELECT kind, stripe_id AS "stripeId", cents AS "amountCents", fee AS "feeCents", at
      FROM payments CROSS JOIN LATERAL (VALUES
        ('charge', stripe_charge_id, amount_cents, 175, succeeded_at), ('refund', stripe_refund_id, -amount_cents, 0, succeeded_at),
        ('transfer', stripe_transfer_id, -amount_cents, 0, succeeded_at), ('reversal', stripe_reversal_id, reversed_cents, 0, reversed_at)
      ) AS line (kind, stripe_id, cents, fee, at)
      WHERE stripe_id IS NOT NULL AND at IS NOT NULL ORDER BY at`);
    books.lines = rows.map((row) => ({ ...row, netCents: row.amountCents - row.feeCents }));
    books.moments = rows.map(({ at }) => at.getTime());
    books.balance = books.lines.reduce((sum, { netCents }) => sum + netCents, 0);
    return books;
  }

  /** Found by halves, so that the stand-in costs next to nothing of what is measured. */
  private firstFrom(moment: Date): number {
    let [low, high] = [0, this.moments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.moments[middle] ?? 0) < moment.getTime()) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  override movementsBetween(from: Date, to: Date): Promise<StripeMovement[]> {
    return Promise.resolve(this.lines.slice(this.firstFrom(from), this.firstFrom(to)));
  }

  override entriesSince(from: Date): Promise<BalanceEntry[]> {
    const since = this.lines.slice(this.firstFrom(from));
    return Promise.resolve(since.map((line) => ({ ...line, id: line.stripeId })));
  }

  override balanceCents(): Promise<number> {
    return Promise.resolve(this.balance);
  }

  override besideJobsCents(): Promise<number> {
    return Promise.resolve(0);
  }
}
