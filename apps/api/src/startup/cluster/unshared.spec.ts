import { describe, expect, it } from 'vitest';
import { readConfig } from '../../platform/config/config.js';
import { refuseUnshared } from './unshared.js';

const DATABASE = { DATABASE_URL: 'postgres://aegis@db.internal/aegis' };
const REDIS = { REDIS_URL: 'redis://redis.internal' };
const STRIPE = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
};

const refusalOf = (environment: Record<string, string>, processes: number) => () =>
  refuseUnshared(readConfig(environment), processes);

describe('what several processes cannot share', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['the embedded database', {}, /^DATABASE_URL: .*\.$/],
    ['positions without Redis', { ...DATABASE, ...STRIPE }, /^REDIS_URL: .*\.$/],
    ['a Stripe double of their own', { ...DATABASE, ...REDIS }, /^STRIPE_SECRET_KEY: .*\.$/],
  ])('is %s, and is refused in a sentence', (_, environment, sentence) => {
    expect(refusalOf(environment, 2)).toThrow(sentence);
  });

  it('is nothing with servers for all of it, nor for one process on a server', () => {
    expect(refusalOf({ ...DATABASE, ...REDIS, ...STRIPE }, 2)).not.toThrow();
    expect(refusalOf(DATABASE, 1)).not.toThrow();
    expect(refusalOf({}, 1)).toThrow(/^DATABASE_URL/);
  });
});
