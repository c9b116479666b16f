import Stripe from 'stripe';
import type { DataSource } from 'typeorm';
import { payments } from '../../database/tables.js';
import { type Config, ConfigurationError, type StripeAccess } from '../platform/config/config.js';
import { openDataSource } from '../platform/database/connection.js';
import { Database } from '../platform/database/database.js';
import { isDatabaseAway } from '../platform/database/database-refusal.js';
import { boolean } from '../platform/database/sql-types.js';
import { statement } from '../platform/database/statement.js';
import type { OpenDatabase } from './open-database.js';

/** Any number that no other program uses as an advisory lock of this database. */
const OWN_DOUBLE_LOCK = 7_203_414;

const TRY_LOCK = statement({
  gives: { mine: boolean(`pg_try_advisory_lock(${OWN_DOUBLE_LOCK})`) },
  text: (row) => `SELECT ${row}`,
});

/** Of the holds that are to be captured or let go of yet. */
const NEWEST_HOLD = statement({
  gives: { intentId: payments.stripePaymentIntentId },
  text: (row) => `
    SELECT ${row} FROM payments WHERE payment_type = 'charge' AND status = 'authorized'
    ORDER BY created_at DESC LIMIT 1`,
});

const STRANGER =
  'AEGIS_DATA_DIR: this database has payments under way that the Stripe double of this directory does not know. Start with the ' +
  'directory that they were made with, or with the Stripe keys.';

const NO_SESSION =
  'DATABASE_DIRECT_URL: is needed with DATABASE_POOLED while STRIPE_SECRET_KEY is not set: a process with a Stripe double of its own ' +
  'keeps a session, so that no other one serves this database.';

const TAKEN =
  'STRIPE_SECRET_KEY: another Aegis without it serves this database, with a Stripe double of its own that knows payments which ' +
  'this one would not. Stop it, or let both talk to one: start "node packages/stripe-double/dist/main.js", and set STRIPE_DOUBLE ' +
  'and the three test keys for each (docs/configuration.md).';

/**
 * A double of one's own is the only one of its database while the process lives: each keeps its own books, and a payment that is
 * begun with one cannot be ended with another. The embedded database has one process anyway.
 * @throws ConfigurationError when another process is there already
 */
export async function claimOwnDouble(config: Config, database: OpenDatabase): Promise<{ close(): Promise<void> }> {
  if (config.stripe || database.embedded) return { close: () => Promise.resolve() };
  if (!config.pooled) return holdLock(database.dataSource);
  if (config.directUrl === undefined) throw new ConfigurationError(NO_SESSION);
  const direct = await openDataSource({
    ...{ url: config.directUrl, poolSize: 1, statementTimeoutMs: config.statementTimeoutMs, embedded: false },
  }).initialize();
  try {
    const lock = await holdLock(direct);
    return { close: () => lock.close().finally(() => direct.destroy()) };
  } catch (error) {
    await direct.destroy();
    throw error;
  }
}

/** Held by a connection of its own, which a killed process loses; a pooler would lend it to somebody else. */
async function holdLock(dataSource: DataSource): Promise<{ close(): Promise<void> }> {
  const runner = dataSource.createQueryRunner();
  const [row] = (await runner.query(TRY_LOCK.text)) as { mine: boolean }[];
  if (row?.mine)
    return {
      close: async () => {
        await runner.query(`SELECT pg_advisory_unlock(${OWN_DOUBLE_LOCK})`).catch(unlessLost);
        await runner.release();
      },
    };
  await runner.release();
  throw new ConfigurationError(TAKEN);
}

/** A lock goes with the session that holds it: nothing is left to give back, and much else to close. */
function unlessLost(error: unknown): void {
  if (!isDatabaseAway(error)) throw error;
}

/** To be asked when the schema is known to be there. @throws ConfigurationError for the books of another directory */
export async function refuseForeignPayments(
  config: Config,
  { dataSource, embedded }: OpenDatabase,
  { secretKey, server }: StripeAccess,
): Promise<void> {
  if (config.stripe || embedded || !server) return;
  const hold = await new Database(dataSource).row(NEWEST_HOLD);
  if (!hold?.intentId) return;
  const stripe = new Stripe(secretKey, { ...server, protocol: 'http', telemetry: false });
  try {
    await stripe.paymentIntents.retrieve(hold.intentId);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) throw new ConfigurationError(STRANGER);
    throw error;
  }
}
