import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import type { Figure } from '../harness/figures.js';
import { median } from '../harness/rounds.js';
import { StreamReader } from '../harness/stream-reader.js';
import { startIdleApi } from '../servers/contenders.js';
import { startStripe, type StripeServer } from '../servers/stripe.js';

const MOST_STATEMENTS = 3;
const MOST_TAKE_UP_SECONDS = 1;
/** Everything is looked at once when a server starts, and is over by then. */
const SETTLE_MS = 15_000;
/** Longer than the looks that come every ten seconds. */
const ROUND_MS = 20_000;
const TAKE_UPS = 20;

interface Server {
  origin: string;
  engine: string;
}

export const idle: Topic = {
  name: 'idle',
  summary: 'statements a second of a server at rest on either engine, and how soon it acts on what another has written',

  async run(bench) {
    const { url, pool } = await createDatabase(bench);
    const stripe = await startStripe(bench);
    const server = await begin(bench, 'PostgreSQL', url, stripe);
    const embedded = await begin(bench, 'embedded', '', stripe);
    await delay(SETTLE_MS);
    const rates = { server: [] as number[], embedded: [] as number[] };
    for (let round = 0; round < bench.options.rounds; round++) {
      const [one, other] = await Promise.all([rateOf(server), rateOf(embedded)]);
      rates.server.push(one);
      rates.embedded.push(other);
      bench.tell(`round ${round + 1}: ${one.toFixed(2)} and ${other.toFixed(2)} statements a second`);
    }
    const delays = await takeUps(pool);
    return [
      rateFigure(server, rates.server),
      rateFigure(embedded, rates.embedded),
      { name: `event of another process taken up, median of ${TAKE_UPS}`, value: median(delays), unit: 's' },
      {
        name: 'the slowest of them',
        value: Math.max(...delays),
        unit: 's',
        bar: { kind: 'at most', value: MOST_TAKE_UP_SECONDS, words: 'from the commit to the deletion of the row' },
      },
    ];
  },
};

const rateFigure = ({ engine }: Server, rates: readonly number[]): Figure => ({
  name: `at rest with an open stream, ${engine}`,
  value: median(rates),
  unit: 'statements/s',
  bar: { kind: 'at most', value: MOST_STATEMENTS, words: 'counted on the wire' },
});

/** With one page open, as somewhere there always is. */
async function begin(bench: Bench, engine: string, databaseUrl: string, stripe: StripeServer): Promise<Server> {
  bench.tell(`Starting on ${engine} ...`);
  const origin = await startIdleApi(bench, databaseUrl, stripe);
  const { token } = await stateOf(origin);
  const stream = await StreamReader.open(origin, '/api/v1/events', token, () => {});
  bench.atEnd(() => Promise.resolve(stream.close()));
  return { origin, engine };
}

async function stateOf(origin: string): Promise<{ statements: number; token: string }> {
  return (await fetch(`${origin}/bench/idle`)).json() as Promise<{ statements: number; token: string }>;
}

async function rateOf({ origin }: Server): Promise<number> {
  const begun = performance.now();
  const before = await stateOf(origin);
  await delay(ROUND_MS);
  const after = await stateOf(origin);
  return (1000 * (after.statements - before.statements)) / (performance.now() - begun);
}

/** Seconds until the server has acted on an event that it did not write: about a guard who does not exist. */
async function takeUps(pool: pg.Pool): Promise<number[]> {
  const delays: number[] = [];
  for (let event = 0; event < TAKE_UPS; event++) {
    // At any moment of the server's round, not always at the same.
    await delay(Math.random() * 1000);
    const id = randomUUID();
    await pool.query(
      `INSERT INTO queued_events (id, event, consumer, payload, published_at, due_at)
       VALUES ($1, 'guard.on_duty', 'matching-newcomer', json_build_object('guardId', $1::uuid), now(), now())`,
      [id],
    );
    const begun = performance.now();
    while ((await pool.query(`SELECT FROM queued_events WHERE id = $1`, [id])).rowCount !== 0) await delay(5);
    delays.push((performance.now() - begun) / 1000);
  }
  return delays;
}
