import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { MovableClock } from '../../src/platform/clock/clock.js';
import { readConfig } from '../../src/platform/config/config.js';
import { startServer } from '../../src/startup/start.js';

/**
 * The application as in production, in a process of its own that is killed at any moment. Only two things differ, which no setting
 * of an operator's does: the address of Stripe, the double of the process that kills, with the time that it is given to answer;
 * and the clock, which goes on by the milliseconds of each line that comes in.
 */
const environment = process.env;
const config = readConfig(environment);
if (!config.stripe) throw new Error('STRIPE_SECRET_KEY is not set');
const server = {
  host: '127.0.0.1',
  port: Number(environment['CHAOS_STRIPE_PORT']),
  timeoutMs: Number(environment['CHAOS_STRIPE_TIMEOUT_MS']),
};
const clock = new MovableClock(Number(environment['CHAOS_CLOCK_AHEAD_MS']));
const { url } = await startServer({ ...config, stripe: { ...config.stripe, server } }, () => {}, clock);
process.stdout.write(`ready ${url}\n`);
createInterface({ input: process.stdin })
  .on('line', (line) => clock.move(Number(line)))
  // Killed before it could stop it, the tester leaves no process behind.
  .on('close', () => process.exit(0));
