import { type Config, ConfigurationError } from '../../platform/config/config.js';

/** @throws ConfigurationError for what several processes would each have of their own although there must be one of it */
export function refuseUnshared({ databaseUrl, redisUrl, stripe }: Config, processes: number): void {
  if (databaseUrl === undefined)
    throw new ConfigurationError(
      'DATABASE_URL: is needed, because the embedded database lives in one process. Use "npm start".',
    );
  if (processes === 1) return;
  if (redisUrl === undefined)
    throw new ConfigurationError(
      'REDIS_URL: is needed with more than one process: positions that one takes in would not be shown by the streams of the others.',
    );
  if (stripe === undefined)
    throw new ConfigurationError(
      'STRIPE_SECRET_KEY: is needed with more than one process, because each would have a Stripe double of its own. To share one, ' +
        'start "node packages/stripe-double/dist/main.js", and set STRIPE_DOUBLE and the three test keys (docs/configuration.md).',
    );
}
