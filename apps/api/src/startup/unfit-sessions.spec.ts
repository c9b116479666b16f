import { expect, it } from 'vitest';
import { ConfigurationError } from '../platform/config/config.js';
import { explainConnection } from './unfit-sessions.js';

const explained = (error: unknown): unknown => {
  try {
    return explainConnection(error);
  } catch (thrown) {
    return thrown;
  }
};

it('names the setting when the certificate of the database has expired', () => {
  const expired = Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' });
  const said = explained(expired);
  expect(said).toBeInstanceOf(ConfigurationError);
  expect(String(said)).toMatch(/DATABASE_URL: .*certificate has expired.*Renew it/);
});

it('leaves what it knows nothing of as it is', () => {
  const other = Object.assign(new Error('of the driver'), { code: '28P01' });
  expect(explained(other)).toBe(other);
  expect(explained('a string')).toBe('a string');
});
