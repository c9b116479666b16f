import 'reflect-metadata';
import { readConfig } from '../../src/platform/config/config.js';
import { startServer } from '../../src/startup/start.js';

/**
 * The application as in production, in a process of its own that is killed at any moment. Only the address of Stripe differs,
 * which no environment variable sets: it is the double of the process that kills.
 */
const environment = process.env;
const config = readConfig(environment);
if (!config.stripe) throw new Error('STRIPE_SECRET_KEY is not set');
const server = { host: '127.0.0.1', port: Number(environment['CHAOS_STRIPE_PORT']) };
const { url } = await startServer({ ...config, stripe: { ...config.stripe, server } }, () => {});
process.stdout.write(`ready ${url}\n`);
// Killed before it could stop it, the tester leaves no process behind.
process.stdin.resume().on('end', () => process.exit(0));
